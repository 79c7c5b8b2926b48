#include "plan/compose_stages.h"

#include "base/mem.h"

#include <string.h>

enum { KEEPS = COURSE_MOST_EVENTS + CASE_MOST_OPTIONS };

// What of an option decides keep levels.
struct keep_key {
    struct hairline hairline;
    int zone_count;
    struct zone zone[OPTION_MOST_ZONES];
};

struct kept {
    struct keep_key key;
    struct keep *keep;
    uint64_t last_used;
};

struct stages {
    struct pool *pool;
    struct field *field;
    struct head head; // of the three below
    struct sights *sights[CASE_MOST_VIEWS];
    struct keep_base *base; // NULL: none yet
    struct kept kept[KEEPS];
    uint64_t clock;
};

struct stages *stages_create(struct pool *pool)
{
    struct stages *stages = mem_alloc(sizeof *stages);
    stages->pool = pool;
    return stages;
}

static void drop_head(struct stages *stages)
{
    for (int i = 0; i < KEEPS; i++) {
        keep_free(stages->kept[i].keep);
        stages->kept[i].keep = NULL;
    }
    for (int i = 0; i < CASE_MOST_VIEWS; i++) {
        sights_free(stages->sights[i]);
        stages->sights[i] = NULL;
    }
    keep_base_free(stages->base);
    stages->base = NULL;
}

static void drop_field(struct stages *stages)
{
    drop_head(stages);
    field_unref(stages->field);
    stages->field = NULL;
}

void stages_destroy(struct stages *stages)
{
    if (!stages)
        return;
    drop_field(stages);
    mem_free(stages);
}

const struct field *stages_field(struct stages *stages, const struct case_ *case_, struct err *err)
{
    struct field *field = stages->field;
    if (field && field->version == case_->field_version && field->seed == case_->seed)
        return field;
    drop_field(stages);
    stages->field = field_build(case_->field_version, case_->seed, stages->pool, err);
    return stages->field;
}

// Forgets what was made for another head.
static const struct field *field_and_head(struct stages *stages, const struct case_ *case_, struct err *err)
{
    const struct field *field = stages_field(stages, case_, err);
    if (field && memcmp(&stages->head, &case_->head, sizeof case_->head) != 0) {
        drop_head(stages);
        stages->head = case_->head;
    }
    return field;
}

void stages_drop_sights(struct stages *stages, int view)
{
    sights_free(stages->sights[view]);
    stages->sights[view] = NULL;
}

struct sights *stages_sights(struct stages *stages, const struct case_ *case_, int view, struct err *err)
{
    const struct field *field = field_and_head(stages, case_, err);
    if (!field)
        return NULL;
    struct sights **sights = &stages->sights[view];
    const struct view *camera = &case_->view[view]->view;
    if (*sights && memcmp(&(*sights)->view, camera, sizeof *camera) == 0)
        return *sights;
    sights_free(*sights);
    *sights = sights_create(field, &case_->head, camera);
    if (!*sights)
        err_set(err, ERR_MACHINE, "not enough memory for the places of a view");
    return *sights;
}

static struct keep_key *key_of(const struct option *option)
{
    struct keep_key *key = mem_alloc(sizeof *key);
    memcpy(&key->hairline, &option->hairline, sizeof key->hairline);
    key->zone_count = option->zone_count;
    memcpy(key->zone, option->zone, sizeof option->zone[0] * (size_t)option->zone_count);
    for (int i = 0; i < key->zone_count; i++) { // what only changes looks
        memset(key->zone[i].name, 0, sizeof key->zone[i].name);
        key->zone[i].size_scale = key->zone[i].take_up = key->zone[i].fade_scale = 0.0;
    }
    return key;
}

// The entry that holds the key, else the one that was not used for longest, emptied.
static struct kept *find_kept(struct stages *stages, const struct keep_key *key)
{
    struct kept *oldest = &stages->kept[0];
    for (int i = 0; i < KEEPS; i++) {
        struct kept *kept = &stages->kept[i];
        if (kept->keep && memcmp(&kept->key, key, sizeof *key) == 0)
            return kept;
        uint64_t used = kept->keep ? kept->last_used : 0;
        oldest = used < (oldest->keep ? oldest->last_used : 0) ? kept : oldest;
    }
    keep_free(oldest->keep);
    oldest->keep = NULL;
    memcpy(&oldest->key, key, sizeof *key);
    return oldest;
}

const struct keep *stages_keep(struct stages *stages, const struct case_ *case_, const struct option *option,
                               struct err *err)
{
    if (!field_and_head(stages, case_, err))
        return NULL;
    if (!stages->base)
        stages->base = keep_base_build(stages->field, &stages->head, stages->pool);
    struct keep_key *key = key_of(option);
    struct kept *kept = find_kept(stages, key);
    mem_free(key);
    if (!kept->keep)
        kept->keep = keep_build(stages->base, option, stages->pool);
    kept->last_used = ++stages->clock;
    return kept->keep;
}

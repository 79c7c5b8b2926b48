#include "plan/sides.h"

bool sides_read_photo(struct map_store *store, const struct case_ *case_, int view, int option, struct pool *pool,
                      struct stubble *out, struct err *err)
{
    const struct case_view *at = case_->view[view];
    struct photo_maps maps;
    return map_store_get(store, at, &case_->head, view_scale_in_front_px_per_mm(&at->view, &case_->head), pool, &maps,
                         err) &&
           stubble_read(&maps, at, &case_->head, option >= 0 ? case_->option[option] : NULL, pool, out, err);
}

// How much a photo tells.
static double worth_of(const struct stubble *stubble)
{
    static const double reasons[STUBBLE_STATE_COUNT] = {
        [STUBBLE_READ] = 4.0, [STUBBLE_TOO_LONG] = 3.0, [STUBBLE_NONE] = 2.0, [STUBBLE_TOO_SMALL] = 1.0};
    return reasons[stubble->state] + stubble->confidence;
}

bool sides_read(const struct photo *const photo[CASE_MOST_VIEWS], const struct case_ *case_, int option,
                struct pool *pool, struct sides *out, struct err *err)
{
    bool has_any = false;
    *out = (struct sides){0};
    for (int i = 0; i < case_->view_count; i++) {
        struct stubble stubble;
        if (!photo[i])
            continue;
        struct map_store *store = map_store_create(photo[i]);
        bool is_read = sides_read_photo(store, case_, i, option, pool, &stubble, err);
        map_store_free(store);
        if (!is_read)
            return false;
        if (!has_any || worth_of(&stubble) > worth_of(&out->stubble)) {
            out->view = i;
            out->stubble = stubble;
        }
        has_any = true;
    }
    if (!has_any)
        return err_set(err, ERR_INPUT, "the case has no photo at hand to read the sides in");
    return out->stubble.state != STUBBLE_READ ||
           stubble_match_find(&out->stubble, case_, option, pool, &out->match, err);
}

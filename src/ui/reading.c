#include "ui/reading.h"

#include "base/mem.h"
#include "plan/case_make.h"

#include <SDL2/SDL.h>
#include <stdatomic.h>

enum state { ON, DONE, GIVEN_UP };

// Ended by whoever comes last: the thread that was given up, or the window that has what it read.
struct job {
    enum { DOCUMENT, PHOTO, MARKS, SIDES } what;
    char *path;
    struct photo photo; // of MARKS: in whose pixels
    enum facing facing;
    struct case_ *case_; // of SIDES, as the next two
    struct photo photos[CASE_MOST_VIEWS];
    int option;
    Uint64 since_ms;
    atomic_int state;
    struct read_result result; // the thread's until it is done
};

struct reading {
    struct job *job; // NULL: nothing is read
};

struct reading *reading_create(void)
{
    return mem_alloc(sizeof(struct reading));
}

static void destroy_job(struct job *job)
{
    document_destroy(job->result.document);
    photo_free(job->result.photo);
    image_unref(job->photo.image);
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        image_unref(job->photos[i].image);
    case_destroy(job->case_);
    mem_free(job->path);
    mem_free(job);
}

void reading_give_up(struct reading *reading)
{
    struct job *job = reading->job;
    reading->job = NULL;
    if (job && atomic_exchange(&job->state, GIVEN_UP) == DONE)
        destroy_job(job);
}

void reading_destroy(struct reading *reading)
{
    if (!reading)
        return;
    reading_give_up(reading);
    mem_free(reading);
}

static void read_sides(struct job *job)
{
    const struct photo *photo[CASE_MOST_VIEWS];
    struct pool *pool = pool_create(pool_default_threads());
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        photo[i] = job->photos[i].image ? &job->photos[i] : NULL;
    sides_read(photo, job->case_, job->option, pool, &job->result.sides, &job->result.err);
    pool_destroy(pool);
}

static int run(void *context)
{
    struct job *job = context;
    if (job->what == DOCUMENT)
        job->result.document = document_load(job->path, &job->result.err);
    else if (job->what == PHOTO)
        job->result.photo = photo_load(job->path, &job->result.err);
    else if (job->what == SIDES)
        read_sides(job);
    else
        case_make_draft(&job->photo, job->facing, &job->result.draft);
    if (atomic_exchange(&job->state, DONE) == GIVEN_UP) {
        destroy_job(job);
        return 0;
    }
    SDL_PushEvent(&(SDL_Event){.type = SDL_USEREVENT});
    return 0;
}

static void start(struct reading *reading, struct job *job)
{
    reading_give_up(reading);
    reading->job = job;
    job->since_ms = SDL_GetTicks64();
    SDL_Thread *thread = SDL_CreateThread(run, "read", job);
    if (thread)
        SDL_DetachThread(thread);
    else
        run(job);
}

void reading_start(struct reading *reading, enum read_what what, const char *path)
{
    struct job *job = mem_alloc(sizeof *job);
    job->what = what == READ_DOCUMENT ? DOCUMENT : PHOTO;
    job->path = mem_strdup(path);
    start(reading, job);
}

void reading_start_marks(struct reading *reading, const struct photo *photo, enum facing facing)
{
    struct job *job = mem_alloc(sizeof *job);
    job->what = MARKS;
    job->path = mem_strdup("");
    job->photo = *photo;
    image_ref(job->photo.image);
    job->facing = facing;
    start(reading, job);
}

void reading_start_sides(struct reading *reading, struct case_ *take_case,
                         const struct photo *const photo[CASE_MOST_VIEWS], int option)
{
    struct job *job = mem_alloc(sizeof *job);
    job->what = SIDES;
    job->path = mem_strdup("");
    job->case_ = take_case;
    job->option = option;
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        if (photo[i]) {
            job->photos[i] = *photo[i];
            image_ref(job->photos[i].image);
        }
    start(reading, job);
}

bool reading_is_on(const struct reading *reading)
{
    return reading->job && atomic_load(&reading->job->state) == ON;
}

bool reading_has_failed(const struct reading *reading)
{
    const struct job *job = reading->job;
    return job && atomic_load(&job->state) == DONE && job->result.err.code != ERR_NONE;
}

double reading_seconds(const struct reading *reading)
{
    return reading->job ? (double)(SDL_GetTicks64() - reading->job->since_ms) / 1000.0 : 0.0;
}

const char *reading_path(const struct reading *reading)
{
    return reading->job ? reading->job->path : "";
}

bool reading_take(struct reading *reading, struct read_result *out)
{
    struct job *job = reading->job;
    if (!job || atomic_load(&job->state) != DONE)
        return false;
    *out = job->result;
    job->result = (struct read_result){0};
    reading->job = NULL;
    destroy_job(job);
    return true;
}

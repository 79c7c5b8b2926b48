#include "ui/thumb_reader.h"

#include "base/mem.h"
#include "image/photo.h"

#include <SDL2/SDL.h>

struct thumb_reader {
    SDL_Thread *thread;
    SDL_mutex *lock;
    SDL_cond *work;
    bool ends;
    bool is_reading;
    unsigned round;                     // of thumb_reader_clear; a photo asked for before is dropped
    char *path[THUMB_READER_MOST];      // still to be read
    uint8_t *pixels[THUMB_READER_MOST]; // read, not taken
};

static int next_number(const struct thumb_reader *reader)
{
    for (int i = 0; i < THUMB_READER_MOST; i++)
        if (reader->path[i])
            return i;
    return -1;
}

static uint8_t *read_one(const char *path)
{
    struct photo *photo = photo_load(path, NULL);
    if (!photo)
        return NULL;
    uint8_t *pixels = mem_alloc((size_t)THUMB_WIDTH_PX * THUMB_HEIGHT_PX * 4);
    thumbnail_make(photo->image, pixels);
    photo_free(photo);
    return pixels;
}

static int run(void *context)
{
    struct thumb_reader *reader = context;
    SDL_LockMutex(reader->lock);
    while (!reader->ends) {
        int number = next_number(reader);
        if (number < 0) {
            SDL_CondWait(reader->work, reader->lock);
            continue;
        }
        char *path = reader->path[number];
        unsigned round = reader->round;
        reader->path[number] = NULL;
        reader->is_reading = true;
        SDL_UnlockMutex(reader->lock);
        uint8_t *pixels = read_one(path);
        mem_free(path);
        SDL_LockMutex(reader->lock);
        reader->is_reading = false;
        if (pixels && reader->round == round && !reader->pixels[number])
            reader->pixels[number] = pixels;
        else
            mem_free(pixels);
        SDL_PushEvent(&(SDL_Event){.type = SDL_USEREVENT});
    }
    SDL_UnlockMutex(reader->lock);
    return 0;
}

struct thumb_reader *thumb_reader_create(void)
{
    struct thumb_reader *reader = mem_alloc(sizeof *reader);
    reader->lock = SDL_CreateMutex();
    reader->work = SDL_CreateCond();
    return reader;
}

static void forget(struct thumb_reader *reader)
{
    reader->round++;
    for (int i = 0; i < THUMB_READER_MOST; i++) {
        mem_free(reader->path[i]);
        mem_free(reader->pixels[i]);
        reader->path[i] = NULL;
        reader->pixels[i] = NULL;
    }
}

void thumb_reader_clear(struct thumb_reader *reader)
{
    SDL_LockMutex(reader->lock);
    forget(reader);
    SDL_UnlockMutex(reader->lock);
}

void thumb_reader_destroy(struct thumb_reader *reader)
{
    if (!reader)
        return;
    SDL_LockMutex(reader->lock);
    reader->ends = true;
    forget(reader);
    SDL_CondSignal(reader->work);
    SDL_UnlockMutex(reader->lock);
    if (reader->thread)
        SDL_WaitThread(reader->thread, NULL);
    SDL_DestroyCond(reader->work);
    SDL_DestroyMutex(reader->lock);
    mem_free(reader);
}

void thumb_reader_ask(struct thumb_reader *reader, int number, const char *path)
{
    if (number < 0 || number >= THUMB_READER_MOST)
        return;
    SDL_LockMutex(reader->lock);
    mem_free(reader->path[number]);
    reader->path[number] = mem_strdup(path);
    if (!reader->thread)
        reader->thread = SDL_CreateThread(run, "thumbnails", reader);
    SDL_CondSignal(reader->work);
    SDL_UnlockMutex(reader->lock);
}

bool thumb_reader_is_busy(struct thumb_reader *reader)
{
    SDL_LockMutex(reader->lock);
    bool is_busy = reader->is_reading || next_number(reader) >= 0;
    for (int i = 0; i < THUMB_READER_MOST; i++)
        is_busy |= reader->pixels[i] != NULL;
    SDL_UnlockMutex(reader->lock);
    return is_busy;
}

uint8_t *thumb_reader_take(struct thumb_reader *reader, int number)
{
    if (number < 0 || number >= THUMB_READER_MOST)
        return NULL;
    SDL_LockMutex(reader->lock);
    uint8_t *pixels = reader->pixels[number];
    reader->pixels[number] = NULL;
    SDL_UnlockMutex(reader->lock);
    return pixels;
}

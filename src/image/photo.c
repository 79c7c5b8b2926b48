#include "image/photo.h"

#include "base/mem.h"

void photo_free(struct photo *photo)
{
    if (!photo)
        return;
    image_unref(photo->image);
    mem_free(photo);
}

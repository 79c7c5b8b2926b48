// What the window's or a command's process and that of the networks share. Private to this layer.
//
// The child (face_worker.c) loads the four files, each with its known SHA-256, locks itself in (decode_jail.h) and
// then answers one question after the other: pixels and question come in shared memory of a fixed size, an event says
// when. Its answers are claims: each number is checked.
#pragma once

#include "image/face.h"

enum { FACE_SHARED_FD = 3, FACE_ASK_FD = 4, FACE_ANSWER_FD = 5, FACE_MOST_SIDE_PX = 1600 };
enum face_question { FACE_LOADED, FACE_FIND, FACE_PERSON };

struct face_shared {
    uint32_t question, code; // enum face_question, enum err_code
    char text[512];          // of an error
    int32_t width_px, height_px, format;
    struct square square;
    struct face face;
    float person[PERSON_SIDE * PERSON_SIDE];
    uint8_t pixels[(size_t)FACE_MOST_SIDE_PX * FACE_MOST_SIDE_PX * 8]; // rows without gaps
};

// The word that a child is started with, and then the folder.
extern const char face_worker_word[];

// What a scene needs that depends on less than its frame, made once and kept by content.
//
// Field by (version, seed); sights by (field, head, view); keep levels by (field, head, hairline,
// zones). Each request compares the content that its result was made from, so nothing has
// to be told what changed.
#pragma once

#include "base/pool.h"
#include "model/keep.h"
#include "plan/case.h"
#include "plan/compose_sight.h"

struct stages;

struct stages *stages_create(struct pool *pool);
void stages_destroy(struct stages *stages); // accepts NULL

// NULL (ERR_INPUT) when this program does not know the case's field version.
const struct field *stages_field(struct stages *stages, const struct case_ *case_, struct err *err);
// Of one of the case's views; NULL when memory runs out.
struct sights *stages_sights(struct stages *stages, const struct case_ *case_, int view, struct err *err);
void stages_drop_sights(struct stages *stages, int view); // its photo is another one
// Valid until as many other options have been asked for as one frame can hold.
const struct keep *stages_keep(struct stages *stages, const struct case_ *case_, const struct option *option,
                               struct err *err);

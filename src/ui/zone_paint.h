// A zone's outline changed with a brush: what is painted on the photo comes to it or goes from it.
//
// Works on what the photo shows: a zone that goes on behind the rim of the head is not painted on. Of several pieces
// the largest stays, and no holes. Thread: any.
#pragma once

#include "plan/case.h"

// `zone` without points: the stroke is all of it. False (ERR_INPUT): said why; the zone is as it was.
bool zone_paint(struct zone *zone, const struct view *view, const struct head *head, const struct mask_stroke *stroke,
                struct err *err);

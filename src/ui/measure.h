// Times from real events to finished frames, for tools/bench --window: the script's verb `measure` (script.h).
//
//   measure LABEL slide ID FROM TO N      the slider ID is dragged between two places (percent of its length), a step
//                                         at a time; each waits for the frame that shows its picture in full quality
//   measure LABEL drag X1 Y1 X2 Y2 N      the same on the canvas, in pixels of the photo
//   measure LABEL keys N NAME NAME        the same with two keys in turn
//   measure LABEL drop PATH [ID]          the same once, with a dropped file; ID answers what is asked, at once
//   measure LABEL pan X1 Y1 X2 Y2 N       one movement a frame, from frame to frame; pixels of the photo
//   measure LABEL zoom X Y N              one notch of the wheel a frame, in and out again
//   measure LABEL idle SECONDS            nothing: what the window takes of a core meanwhile, in percent
//   measure LABEL start                   from the start of the process to the first picture
//   measure LABEL memory                  the most that was resident so far, MB
//   measure LABEL renderer                who draws
//
// Each prints one line on standard output: LABEL, median, 10th and 90th percentile, how many, the processor's
// time for each (ms of all threads). A step that brings no new picture fails.
#pragma once

#include "ui/workspace.h"

struct measure;
enum measure_state { MEASURE_OFF, MEASURE_ON, MEASURE_FAILED };

struct measure *measure_create(void);
void measure_destroy(struct measure *measure); // accepts NULL
bool measure_begin(struct measure *measure, char *words, struct workspace *w, struct err *err);
bool measure_is_on(const struct measure *measure);
enum measure_state measure_frame(struct measure *measure, struct workspace *w, struct err *err); // after each swap
double measure_wait_s(const struct measure *measure); // how long the loop may sleep

// A consultation played by a file of lines, for tests: real SDL events go in, pictures of the screen come out.
//
//   move X Y | press X Y | release X Y | click X Y | drag X1 Y1 X2 Y2     points of the window
//   finger X1 Y1 X2 Y2    the same as drag, by one finger on the screen, which then is nowhere
//   tap ID                a click on the middle of a widget (ID#N: on a part of it), scrolled into sight
//   key NAME | text WORDS | wheel N [Alt] | drop PATH
//   walk                  Tab from control to control: each is reached, its ring in sight
//   wait                  until every picture that was asked for has come and the window is at rest; the time for
//                         which a toast or a tip would be waited for is skipped
//   hear WORDS            until they are within the last refusal, which then is in sight
//   shot FILE.png         of the whole window
//   expect KEY=VALUE      a value of the case; view state: step, moment, option, dirty...; said: within the
//                         last refusal; undo: the step that would be undone; views, options, zones: how many;
//                         language, hints; drawn-by: OpenGL or processor; cut: a line that did not fit, nothing when
//                         all did; bare: the photo alone is shown; small: a control that a finger would miss; focus:
//                         what shows the ring; length: a point of the hairline shows its length
//   hold | go             what is found in a photo is not taken yet | from now on
//   reset                 as when the graphics driver was reset: every texture is gone
//   lose                  the canvas's OpenGL finds its context lost
//   measure LABEL ...     times, for tools/bench: see measure.h
//   close                 as the window's own button does; quit: at once
#pragma once

#include "ui/workspace.h"

struct script;
struct script *script_load(const char *path, struct err *err);
void script_destroy(struct script *script); // accepts NULL
// Called after each frame: plays what comes next. False at the end or at the first failure.
bool script_step(struct script *script, SDL_Window *window, struct workspace *w, struct err *err);
double script_wait_s(const struct script *script);    // how long the loop may wait for an event at most
double script_skipped_s(const struct script *script); // how far the window's clock is ahead
bool script_failed(const struct script *script);

// Locks the calling process in for decoding one hostile file: it can compute, take memory within a bound, read and
// write what it has open, and end. Nothing can be opened, started, connected or traced. Private to this layer.
#pragma once

enum { JAIL_LANDLOCK = 1, JAIL_SECCOMP = 2, JAIL_LIMITS = 4 };

// Which of them hold. Landlock lacks before Linux 5.13. In builds with sanitizers memory is not bounded, and a call
// that is not allowed fails instead of ending the process, so that their reports come out.
unsigned decode_jail_enter(void);

// Processor time, all threads together; when it is used up SIGPROF ends the process. First for what comes before a
// picture's size is known, from now on; then as much more as one of that size may take. Bound once before it is locked
// in; where it never was, more time changes nothing.
void decode_jail_bound_time(void);
void decode_jail_more_time(double megapixels);
double decode_jail_left_s(void);

// What every test program includes: cmocka in its right order, paths, and tolerant comparisons.
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

// Fails with both values named when |a - b| > tolerance.
#define assert_close(a, b, tolerance)                                                                                  \
    testing_close((double)(a), (double)(b), (double)(tolerance), #a, __FILE__, __LINE__)
void testing_close(double a, double b, double tolerance, const char *what, const char *file, int line);

// Folder with the sample heads and their truth, or NULL where the clone stands alone: then the test
// calls skip() with a printed reason.
const char *testing_shared(void);
const char *testing_source(void); // the repository's root

// Whether the whole figures are asked for (tools/test --long), not the sample that every run does.
bool testing_is_long(void);

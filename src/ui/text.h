// The words of the window are looked up like all others.
#pragma once

#include "base/words.h"

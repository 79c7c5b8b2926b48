// What the window's Export screen asks for, made as the commands of the same names make it, with their defaults.
#pragma once

#include "base/pool.h"
#include "output/picture.h"
#include "ui/workspace.h"

bool handover_export(const struct export_request *job, struct picture_maker *maker, struct pool *pool, struct err *err);

// The page's HTML, style and script (assets/page), embedded when the program is built.
#pragma once

struct page_text {
    const char *name, *text; // file name without folder; the last has NULL
};
extern const struct page_text page_texts[];

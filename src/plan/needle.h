// The needle that leaves a dot of a wanted width.
#pragma once

struct needle {
    double wire_mm;
    int points; // 1, or 3 bunched
};

// Healed width = 0.9 x wire (x 1.6 for three points) + 0.05 mm; wires of 0.18 to 0.35 mm (domain.md 1; the rule is
// assumed there). The thinnest wire that comes nearest; one point where both do.
struct needle needle_for(double healed_diameter_mm);

enum { NEEDLE_WORDS_BYTES = 32 };
void needle_words(struct needle needle, char out[NEEDLE_WORDS_BYTES]); // "0.25 mm, 1 point"

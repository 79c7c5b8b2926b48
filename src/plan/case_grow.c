#include "plan/case_grow.h"

#include "base/mem.h"
#include "model/scalp_draft.h"

#define MOST_VAGUE 1.5 // high to low of the scale's interval

static bool is_ours(const struct case_ *case_)
{
    if (case_->option_count != 1)
        return false;
    const struct option *option = case_->option[0];
    bool is_drafted = option->zone_count > 0 || option->hairline.draft_certainty > 0.0;
    for (int i = 0; i < option->zone_count; i++)
        is_drafted = is_drafted && option->zone[i].draft_certainty > 0.0;
    for (int i = 0; i < case_->course.event_count; i++)
        is_drafted = is_drafted && !case_->course.event[i].is_done;
    return is_drafted;
}

int case_grow_zones(struct case_ *case_, int view, const struct draft *draft)
{
    const struct case_view *of = case_->view[view];
    bool is_guess = of->marks.is_facing_drafted && of->marks.certainty < DRAFT_SURE;
    bool is_clear = !is_guess && of->scale_px_per_mm.high < MOST_VAGUE * of->scale_px_per_mm.low;
    if (!is_clear || of->done_events > 0 || draft->chart.certainty <= 0.0 || !is_ours(case_))
        return 0;
    struct hair_chart *chart = mem_alloc(sizeof *chart);
    struct option *grown = mem_alloc(sizeof *grown);
    *grown = *case_->option[0];
    hair_chart_carry(&draft->chart, &draft->head, &draft->view, &case_->head, &of->view, chart);
    int count = scalp_draft_grow(chart, &case_->head, grown);
    if (count > 0)
        case_move_option(case_, 0, grown);
    mem_free(grown);
    mem_free(chart);
    return count;
}

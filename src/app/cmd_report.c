// report: a PDF for the patient's file.
#include "app/command.h"
#include "app/handover.h"
#include "base/mem.h"
#include "output/report_pdf.h"

#include <string.h>
#include <strings.h>

static bool run_report(const struct args *args, struct err *err)
{
    struct handover handover = {0};
    struct bytes pdf = {0};
    if (!args->output)
        return err_set(err, ERR_USAGE, "report: -o FILE is missing");
    if (strcmp(args->output, "-") != 0 && strcasecmp(file_suffix(args->output), ".pdf") != 0)
        return err_set(err, ERR_USAGE, "-o %.200s: the name must end in .pdf", args->output);
    bool is_done = handover_begin(args, &handover, err);
    const struct report_request request = {
        .case_ = handover.case_,
        .clinic = &handover.clinic,
        .frame = handover.frame,
        .title = args->title,
        .date = handover.date,
        .is_cropped = handover.is_cropped,
        .cover = handover.cover,
        .pool = handover.pool,
        .watch = handover.watch,
    };
    is_done = is_done && report_pdf_make(handover.maker, &request, &pdf, err) &&
              file_write_atomic(args->output, pdf.data, pdf.size, err);
    mem_free(pdf.data);
    handover_finish(&handover);
    return is_done;
}

const struct command command_report = {
    .name = "report",
    .usage = "CASE -o OUT.pdf [--view N] [--option NAME] [--band low|likely|high] [--crop PART] [--cover HOW]",
    .summary = "a PDF for the file: pictures, plan, estimate, questions, days after, consent",
    .least_names = 1,
    .most_names = 1,
    .run = run_report,
    .more_help = handover_help,
    .specs = (const struct arg_spec *const[]){args_output, args_view, args_option, args_band, args_cover, args_handover,
                                              args_clinic, args_threads, args_help, NULL}};

#include "plan/clinic.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20, LEAST_DISCLAIMER_BYTES = 20 };

static const char *const usual_currency = N_("US dollars");
static const char *const disclaimer =
    N_("This is a simulation on the patient's own photo. It is not a guarantee of the result: skin, healing, light and "
       "upkeep differ from person to person.");
// The habits of SMP clinics; healing times: scabs day 2 to 7, paler about day 7, settled after four weeks.
static const char *const aftercare[] = {
    N_("First 4 days: keep the scalp dry; no washing, no sweat, nothing that rubs. Touch it with clean hands only."),
    N_("Days 2 to 7: small scabs fall by themselves. No scratching, picking or shaving."),
    N_("First 10 days: no sport, sauna, steam, pool, sea or hot water on the head; rinse lukewarm, without rubbing."),
    N_("Four weeks: no sunbathing or tanning lamp, no peeling, retinoid or bleaching product on the scalp."),
    N_("About day 7 the dots look pale or patchy. That is healing: the shade is judged after four weeks."),
    N_("Later: sunscreen or a hat. Sun is what fades the pigment most."),
    N_("Spreading redness, heat, pus or fever: see a doctor the same day."),
    NULL};
static const char *const consent[] = {
    N_("I have seen this simulation and know that it does not promise the result."),
    N_("I have answered the questions about my health truthfully."),
    N_("I have read what to avoid in the days after."),
    N_("I agree to the treatment of this plan."),
    N_("My photos may be kept in my file. (A use beyond that needs a consent of its own.)"),
    NULL};

static void join_lines(const char *const *lines, char *out, size_t size)
{
    size_t used = 0;
    for (int i = 0; lines[i] && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? "\n" : "", _(lines[i]));
}

struct clinic clinic_default(void)
{
    struct clinic clinic = {
        // About 14,000 marks in a session of 2 to 5 hours (clinic figures, SMP practice).
        .marks_per_hour = {14000.0 / 5.0, 14000.0 / 3.5, 14000.0 / 2.0},
        // 2,500 to 4,000 dollars for a whole head of three such sessions (US clinics); nothing under 350.
        .price_per_hour = {2500.0 / 10.5, 3200.0 / 10.5, 4000.0 / 10.5},
        .least_price = 350.0,
        .has_price = true,
    };
    snprintf(clinic.currency, sizeof clinic.currency, "%s", usual_currency);
    snprintf(clinic.disclaimer, sizeof clinic.disclaimer, "%s", _(disclaimer));
    join_lines(aftercare, clinic.aftercare, sizeof clinic.aftercare);
    join_lines(consent, clinic.consent, sizeof clinic.consent);
    return clinic;
}

const char *clinic_currency(const struct clinic *clinic)
{
    return *clinic->currency ? _(clinic->currency) : "";
}

void clinic_rates_words(const struct clinic *clinic, char out[CLINIC_RATES_BYTES])
{
    const struct range *marks = &clinic->marks_per_hour, *price = &clinic->price_per_hour;
    char work[160], money[256];
    if (clinic->has_own_marks)
        text_print(work, sizeof work, _("%.6g to %.6g marks an hour, by the clinic's settings"), marks->low,
                   marks->high);
    else
        snprintf(work, sizeof work, "%s", _("about 14,000 marks in a session of 2 to 5 hours"));
    if (!clinic->has_price)
        snprintf(money, sizeof money, "%s", _("what an hour costs is not in the clinic's settings"));
    else if (clinic->has_own_price)
        text_print(money, sizeof money, _("%.6g to %.6g %s an hour, not under %.6g, by the clinic's settings"),
                   price->low, price->high, clinic_currency(clinic), clinic->least_price);
    else
        snprintf(money, sizeof money, "%s",
                 _("2,500 to 4,000 US dollars for a whole head in three such sessions, not under "
                   "350, as US clinics ask"));
    snprintf(out, CLINIC_RATES_BYTES, "%s; %s", work, money);
}

const char *clinic_help(void)
{
    return "settings of the clinic: a JSON file, every key may be left out:\n"
           "  name, contact     on everything handed over\n"
           "  logo              file name of a PNG, JPEG or WebP beside the settings\n"
           "  disclaimer        in place of the usual words; cannot be empty\n"
           "  aftercare         of a report: what to avoid in the days after, a rule a line\n"
           "  consent           of a report: what the patient agrees to, a sentence a line\n"
           "  currency          \"EUR\", \"US dollars\"\n"
           "  marks_per_hour    [low, likely, high]\n"
           "  price_per_hour    [low, likely, high]; a currency without it: no price\n"
           "  least_price       nothing is charged below\n"
           "Without --clinic they are read from stipple/clinic.json in the folder of\n"
           "settings (~/.config).";
}

char *clinic_path(void)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    char path[4096];
    if (config && *config == '/')
        snprintf(path, sizeof path, "%.3000s/stipple/clinic.json", config);
    else if (home && *home == '/')
        snprintf(path, sizeof path, "%.3000s/.config/stipple/clinic.json", home);
    else
        return NULL;
    return mem_strdup(path);
}

static bool read_text(const char *key, const json_t *value, char *out, size_t size, struct err *err)
{
    if (!json_is_string(value) || json_string_length(value) >= size)
        return err_set(err, ERR_INPUT, "%s must be a text of at most %zu bytes", key, size - 1);
    snprintf(out, size, "%s", json_string_value(value));
    return true;
}

static bool is_rate(const json_t *value)
{
    double number = json_number_value(value);
    return json_is_number(value) && isfinite(number) && number > 0.0 && number <= 1e9;
}

static bool read_range(const char *key, const json_t *value, struct range *out, struct err *err)
{
    bool is_list = json_is_array(value) && json_array_size(value) == 3;
    double number[3] = {0.0, 0.0, 0.0};
    for (size_t i = 0; is_list && i < 3; i++) {
        is_list = is_rate(json_array_get(value, i));
        number[i] = json_number_value(json_array_get(value, i));
    }
    if (!is_list || number[0] > number[1] || number[1] > number[2])
        return err_set(err, ERR_INPUT, "%s must be [low, likely, high]: three numbers above 0 that do not fall", key);
    *out = (struct range){number[0], number[1], number[2]};
    return true;
}

static bool read_least(const char *key, const json_t *value, double *out, struct err *err)
{
    if (!is_rate(value) && !(json_is_number(value) && json_number_value(value) == 0.0))
        return err_set(err, ERR_INPUT, "%s must be a number, 0 or more", key);
    *out = json_number_value(value);
    return true;
}

static bool read_key(const char *key, const json_t *value, struct clinic *out, struct err *err)
{
    const struct {
        const char *key;
        char *to;
        size_t size;
    } texts[] = {{"name", out->name, sizeof out->name},
                 {"contact", out->contact, sizeof out->contact},
                 {"logo", out->logo, sizeof out->logo},
                 {"disclaimer", out->disclaimer, sizeof out->disclaimer},
                 {"aftercare", out->aftercare, sizeof out->aftercare},
                 {"consent", out->consent, sizeof out->consent},
                 {"currency", out->currency, sizeof out->currency}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(key, texts[i].key) == 0)
            return read_text(key, value, texts[i].to, texts[i].size, err);
    if (strcmp(key, "marks_per_hour") == 0)
        return read_range(key, value, &out->marks_per_hour, err);
    if (strcmp(key, "price_per_hour") == 0)
        return read_range(key, value, &out->price_per_hour, err);
    if (strcmp(key, "least_price") == 0)
        return read_least(key, value, &out->least_price, err);
    return err_set(err, ERR_INPUT, "%.60s is no setting of a clinic; see stipple strip --help", key);
}

static int visible_bytes(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += (unsigned char)*text > ' ' && *text != 0x7f;
    return count;
}

static bool check(struct clinic *clinic, const json_t *root, struct err *err)
{
    if (visible_bytes(clinic->disclaimer) < LEAST_DISCLAIMER_BYTES)
        return err_set(err, ERR_INPUT,
                       "disclaimer: it can be reworded, not dropped; say that this is a simulation "
                       "and no guarantee");
    if (strchr(clinic->logo, '/'))
        return err_set(err, ERR_INPUT, "logo must be the name of a file beside the settings, without a folder");
    bool has_usual_currency = strcmp(clinic->currency, usual_currency) == 0;
    clinic->has_own_marks = json_object_get(root, "marks_per_hour") != NULL;
    clinic->has_own_price = json_object_get(root, "price_per_hour") != NULL;
    clinic->has_price = clinic->has_own_price || has_usual_currency;
    if (clinic->has_own_price && !json_object_get(root, "least_price"))
        clinic->least_price = 0.0; // the usual one is in dollars
    return true;
}

static bool parse(const struct bytes *bytes, const char *path, struct clinic *out, struct err *err)
{
    json_error_t at;
    json_t *root = json_loadb((const char *)bytes->data, bytes->size, JSON_REJECT_DUPLICATES, &at);
    bool is_sound = json_is_object(root);
    if (!root)
        err_set(err, ERR_INPUT, "line %d: %s", at.line, at.text);
    else if (!is_sound)
        err_set(err, ERR_INPUT, "must be a JSON object");
    const char *key;
    json_t *value;
    if (is_sound)
        json_object_foreach(root, key, value) is_sound = is_sound && read_key(key, value, out, err);
    is_sound = is_sound && check(out, root, err);
    json_decref(root);
    if (is_sound && *out->logo) {
        char *logo = file_in_folder_of(path, out->logo);
        snprintf(out->logo_path, sizeof out->logo_path, "%s", logo);
        mem_free(logo);
    }
    return is_sound || err_prefix(err, "%s", path);
}

bool clinic_load(const char *path, struct clinic *out, struct err *err)
{
    char *own = path ? NULL : clinic_path();
    const char *from = path ? path : own;
    struct bytes bytes;
    *out = clinic_default();
    bool is_done = true;
    if (from && (path || file_exists(from))) {
        is_done = file_read(from, MOST_BYTES, &bytes, err);
        if (is_done) {
            is_done = parse(&bytes, from, out, err);
            mem_free(bytes.data);
        }
    }
    mem_free(own);
    return is_done;
}

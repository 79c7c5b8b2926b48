// Two fields blended: the spiral that leaves the whorl, and the lie of the hair away from it,
// forward in front of the vertex and down elsewhere. The second vanishes somewhere between vertex
// and whorl, where forward turns into backward; it is not brought to unit length there, so the
// spiral rules and the whorl stays the one point without a direction.
#include "model/growth.h"

#include "shared/smp_math.h"

// domain.md 7.5: azimuth = radial + 80 degrees x exp(-r / 40 mm).
#define SPIRAL_RAD 1.39626340f
#define SPIRAL_MM 40.0
#define WHORL_RULES_MM 25.0 // up to here the spiral alone,
#define WHORL_ENDS_MM 110.0 // from here on the lie of the hair alone (assumed)

static double smooth_step(double from, double to, double x)
{
    return (double)smp_smoothstep((float)from, (float)to, (float)x);
}

static struct vec3 along_skin(struct vec3 v, struct vec3 normal)
{
    return vec3_sub(v, vec3_scale(normal, vec3_dot(v, normal)));
}

// Way from the whorl to dir along the skin, from the chord as if over a ball.
static double from_whorl_mm(const struct head *head, struct vec3 dir)
{
    double there_mm = head_radius_mm(head, head->whorl), here_mm = head_radius_mm(head, dir);
    struct vec3 chord = vec3_sub(vec3_scale(dir, here_mm), vec3_scale(head->whorl, there_mm));
    double square = vec3_dot(chord, chord), ball_mm = 0.5 * (there_mm + here_mm);
    return sqrt(square) * (1.0 + square / (24.0 * ball_mm * ball_mm));
}

// Not of unit length: short where forward turns into backward.
static struct vec3 lie(struct vec3 dir, struct vec3 normal)
{
    double top = smooth_step(0.0, 0.8, dir.z);
    double forward = smooth_step(0.55, -0.1, dir.y) * (0.15 + 0.85 * top);
    double down = 1.0 - 0.85 * top;
    return along_skin(vec3_make(0.0, -forward, -down), normal);
}

struct vec3 growth_direction(const struct head *head, struct vec3 dir, int clockwise)
{
    struct vec3 normal = head_normal(head, dir);
    struct vec3 radial = vec3_unit(along_skin(vec3_sub(dir, head->whorl), normal));
    double r_mm = from_whorl_mm(head, dir);
    // Sine and cosine of the turn, from the tangent of half of it.
    double half = (double)smp_tan(0.5f * SPIRAL_RAD * smp_exp((float)(-r_mm / SPIRAL_MM)));
    double cosine = (1.0 - half * half) / (1.0 + half * half), sine = 2.0 * half / (1.0 + half * half);
    struct vec3 left = vec3_cross(normal, radial); // counter-clockwise, seen from outside
    struct vec3 spiral = vec3_add(vec3_scale(radial, cosine), vec3_scale(left, clockwise ? -sine : sine));
    double away = smooth_step(WHORL_RULES_MM, WHORL_ENDS_MM, r_mm);
    struct vec3 way = vec3_mix(spiral, lie(dir, normal), away);
    if (vec3_dot(way, way) < 1e-12) { // at the whorl itself
        struct vec3 east, north;
        head_tangents(head, dir, &east, &north);
        return east;
    }
    return vec3_unit(way);
}

// Domain.md section 2: hairline 10-20 degrees, temple 3-10, midscalp 30 in front rising to 60
// behind, vertex 45-90 round the whorl, occipital 15-35.
double growth_exit_angle_deg(const struct head *head, struct vec3 dir)
{
    double crown = 15.0 + 15.0 * smooth_step(-0.95, -0.72, dir.y) + 30.0 * smooth_step(-0.72, 0.35, dir.y);
    double low = 6.0 + 19.0 * smooth_step(-0.3, 0.6, dir.y);
    double angle = low + (crown - low) * smooth_step(0.15, 0.75, dir.z);
    double at_whorl = 1.0 - smooth_step(0.0, 60.0, from_whorl_mm(head, dir));
    return angle + (72.0 - angle) * at_whorl;
}

/* The yardstick: a loop written for the four workloads alone, each with its special structures.

   The next call and the next shift are scalars; busy agents stand in a tournament tree whose keys
   carry their leaf; offers have constant delays and stand in two lanes in order; patience is looked
   at when a caller comes to the head, except in W4, where rules see the length of the queue and a
   heap keeps the ends of patience. Three numbers are kept. `fastloop W1|W2|W3|W4 SIZE SEED`. */
#include "work.h"

#define LEAVES 512
#define RING 65536 /* callers between head and tail, at most */
#define INLINE static inline __attribute__((always_inline))

/* Busy agents: the least end of all at the root, as the bits of a time above those of a leaf. */
static uint64_t node[2 * LEAVES];
static unsigned leaves, spare[LEAVES], spares;
INLINE uint64_t as_key(double time, unsigned leaf)
{
    uint64_t raw;
    memcpy(&raw, &time, sizeof raw);
    return (raw & ~(uint64_t)(LEAVES - 1)) | leaf;
}
INLINE double as_time(uint64_t key)
{
    double time;
    key &= ~(uint64_t)(LEAVES - 1);
    memcpy(&time, &key, sizeof time);
    return time;
}
INLINE void set(unsigned leaf, double time)
{
    unsigned at = leaf + leaves;
    uint64_t least = as_key(time, leaf);
    node[at] = least;
    while (at > 1) {
        uint64_t other = node[at ^ 1];
        least = other < least ? other : least;
        at >>= 1;
        node[at] = least;
    }
}

enum state { WAITS, GONE, CALLBACK, SERVED };
struct caller {
    double arrived, patience;
    enum state state;
};
static struct caller ring[RING];
static uint32_t head, tail;
static long queue;
INLINE struct caller *caller(uint32_t number) { return &ring[number % RING]; }

/* Offers that are due: the first ones, and those that follow. */
struct lane {
    uint32_t first, end;
    double at[RING];
    uint32_t who[RING];
};
static struct lane lanes[2];
INLINE double due(const struct lane *lane)
{
    return lane->first == lane->end ? NEVER : lane->at[lane->first % RING];
}
INLINE void offer_at(struct lane *lane, double time, uint32_t who)
{
    lane->at[lane->end % RING] = time;
    lane->who[lane->end++ % RING] = who;
}

/* Ends of patience, the least first. */
struct end {
    double at;
    uint32_t who;
};
static struct end heap[RING];
static uint32_t ends;
INLINE void push(double time, uint32_t who)
{
    uint32_t at = ends++;
    while (at && heap[(at - 1) / 2].at > time) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = (struct end){time, who};
}
INLINE void pop(void)
{
    struct end last = heap[--ends];
    uint32_t at = 0, child;
    while ((child = 2 * at + 1) < ends) {
        child += child + 1 < ends && heap[child + 1].at < heap[child].at;
        if (heap[child].at >= last.at) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = last;
}

static int agents, busy, quarter, shift;
static double next_call, next_shift, target;

INLINE void abandon(struct caller *who)
{
    who->state = GONE;
    abandoned++;
    queue--;
    waited += who->patience - who->arrived;
}
/* W4: whoever's patience has ended by now is gone. */
INLINE void purge(double now)
{
    while (ends && heap[0].at <= now) {
        struct caller *who = caller(heap[0].who);
        if ((int32_t)(heap[0].who - head) >= 0 && who->state == WAITS) abandon(who);
        pop();
    }
}
INLINE double talk(int work) { return work < 3 ? 60.0 * exponential() : lognormal(); }
/* The first caller who is still there talks to this agent; tells whether there was one. */
INLINE int serve(int work, double now, unsigned leaf)
{
    while (head != tail) {
        struct caller *who = caller(head++);
        if (who->state == GONE) continue;
        if (work != 4 && who->patience < now) {
            abandon(who);
            continue;
        }
        double wait = now - who->arrived;
        waited += wait;
        within += wait <= target && who->state == WAITS;
        queue--;
        who->state = SERVED;
        set(leaf, now + talk(work));
        return 1;
    }
    return 0;
}
/* When the next call of the day comes, from a moment of the quarter hour under way on. */
INLINE void await_call(double from)
{
    next_call = from + gap_in[quarter] * exponential();
    while (next_call > QUARTER * (quarter + 1)) {
        if (++quarter == QUARTERS) {
            next_call = NEVER;
            return;
        }
        next_call = QUARTER * quarter + gap_in[quarter] * exponential();
    }
}

INLINE void arrive(int work, double now)
{
    calls++;
    if (busy < agents) {
        busy++;
        within++;
        set(spare[--spares], now + talk(work));
        return;
    }
    if (tail - head == RING) {
        fputs("more callers wait than there is room for\n", stderr);
        exit(1);
    }
    uint32_t number = tail++;
    struct caller *who = caller(number);
    who->arrived = now;
    who->state = WAITS;
    queue++;
    who->patience = work == 1 ? NEVER : now + (work == 2 ? 120.0 : 180.0) * exponential();
    if (work == 4) {
        push(who->patience, number);
        if (who->patience > now + FIRST_OFFER) offer_at(&lanes[0], now + FIRST_OFFER, number);
    }
}
INLINE void offer(struct lane *lane)
{
    double now = due(lane);
    uint32_t number = lane->who[lane->first++ % RING];
    struct caller *who = caller(number);
    if ((int32_t)(number - head) < 0 || who->state != WAITS) return;
    purge(now);
    if (who->state != WAITS) return;
    if ((double)queue * TALK > LONG_WAIT * agents && uniform() < ACCEPT) {
        who->state = CALLBACK;
        callbacks++;
    } else if (who->patience > now + NEXT_OFFER) {
        offer_at(&lanes[1], now + NEXT_OFFER, number);
    }
}

INLINE void play(int work, long many)
{
    const double gap = work == 1 ? 60.0 / 0.9 : 0.6;
    busy = quarter = 0;
    shift = 1;
    agents = work == 1 ? 1 : work == 2 ? 100 : agents_in[0];
    leaves = work == 1 ? 1 : work == 2 ? 128 : LEAVES;
    target = 20.0;
    head = tail = ends = 0;
    queue = 0;
    for (int lane = 0; lane < 2; lane++) lanes[lane].first = lanes[lane].end = 0;
    for (spares = 0; spares < leaves; spares++) spare[spares] = leaves - 1 - spares;
    for (unsigned at = 0; at < 2 * leaves; at++)
        node[at] = as_key(NEVER, at >= leaves ? at - leaves : 0);
    next_shift = work < 3 ? NEVER : QUARTER;
    if (work < 3) next_call = gap * exponential();
    else await_call(0.0);
    for (;;) {
        double end = as_time(node[1]);
        double now = next_call < end ? next_call : end;
        now = next_shift < now ? next_shift : now;
        if (work == 4) {
            struct lane *lane = due(&lanes[1]) < due(&lanes[0]) ? &lanes[1] : &lanes[0];
            if (due(lane) < now) {
                offer(lane);
                continue;
            }
        }
        if (now >= as_time(as_key(NEVER, 0))) break;
        if (now == next_call) {
            arrive(work, now);
            if (work >= 3) await_call(now);
            else next_call = --many ? now + gap * exponential() : NEVER;
        } else if (now == end) {
            unsigned leaf = node[1] & (LEAVES - 1);
            if (work == 4) purge(now);
            if (busy > agents || !serve(work, now, leaf)) {
                busy--;
                set(leaf, NEVER);
                spare[spares++] = leaf;
            }
        } else {
            agents = agents_in[shift++];
            next_shift = shift < QUARTERS ? QUARTER * shift : NEVER;
            if (work == 4) purge(now);
            for (; busy < agents && serve(work, now, spare[spares - 1]); busy++) spares--;
        }
    }
    for (; head != tail; head++)
        if (caller(head)->state == WAITS) abandon(caller(head));
}

int main(int count, char **words)
{
    long size;
    switch (prepare(count, words, &size)) {
    case 1: play(1, size); break;
    case 2: play(2, size); break;
    case 3: while (size--) play(3, 0); break;
    default: while (size--) play(4, 0);
    }
    tell();
    return 0;
}

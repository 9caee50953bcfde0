// The usual loop: every event in one std::priority_queue, callers in a std::deque, nothing cancelled
// (an event of a caller who is not waiting any more does nothing). `event_list W1|W2|W3|W4 SIZE SEED`.
#include <deque>
#include <queue>
#include <vector>

#include "work.h"

enum Kind : uint32_t { Arrival, End, Patience, Offer, Shift };
struct Event {
    double at;
    uint32_t order;
    Kind kind;
    uint32_t who;
    bool operator<(const Event &other) const
    {
        return at != other.at ? at > other.at : order > other.order;
    }
};
struct Caller {
    double arrived, patience;
    enum { Waits, Gone, Callback, Served } state;
};

struct Center {
    int work;
    long left;
    int agents, busy = 0, quarter = 0;
    long waiting = 0;
    uint32_t made = 0, first = 0;
    std::priority_queue<Event> events;
    std::deque<Caller> line; // from the caller of number `first` on

    Center(int work, long size)
        : work(work), left(size), agents(work == 1 ? 1 : work == 2 ? 100 : agents_in[0])
    {
        await_call(0.0);
        for (uint32_t at = 1; work >= 3 && at < QUARTERS; at++) plan(QUARTER * at, Shift, at);
    }
    void plan(double at, Kind kind, uint32_t who = 0) { events.push({at, made++, kind, who}); }
    void await_call(double from)
    {
        if (work < 3) {
            if (left-- > 0) plan(from + (work == 1 ? 60.0 / 0.9 : 0.6) * exponential(), Arrival);
            return;
        }
        double at = from + gap_in[quarter] * exponential();
        while (at > QUARTER * (quarter + 1)) {
            if (++quarter == QUARTERS) return;
            at = QUARTER * quarter + gap_in[quarter] * exponential();
        }
        plan(at, Arrival);
    }
    void talk(double now)
    {
        busy++;
        plan(now + (work < 3 ? 60.0 * exponential() : lognormal()), End);
    }
    void serve(double now)
    {
        while (busy < agents && !line.empty()) {
            Caller who = line.front();
            line.pop_front();
            first++;
            if (who.state == Caller::Gone) continue;
            waited += now - who.arrived;
            within += now - who.arrived <= 20.0 && who.state == Caller::Waits;
            waiting--;
            talk(now);
        }
    }
    // The caller of an event, if still waiting.
    Caller *still(uint32_t who)
    {
        if (int32_t(who - first) < 0) return nullptr;
        Caller *caller = &line[who - first];
        return caller->state == Caller::Waits ? caller : nullptr;
    }
    void arrive(double now)
    {
        calls++;
        await_call(now);
        if (busy < agents) {
            within++;
            return talk(now);
        }
        uint32_t who = first + uint32_t(line.size());
        double end = now + (work == 2 ? 120.0 : 180.0) * (work == 1 ? 0.0 : exponential());
        line.push_back({now, end, Caller::Waits});
        waiting++;
        if (work == 4 && end > now + FIRST_OFFER) plan(now + FIRST_OFFER, Offer, who);
        else if (work != 1) plan(end, Patience, who);
    }
    void handle(const Event &event)
    {
        double now = event.at;
        switch (event.kind) {
        case Arrival: return arrive(now);
        case End: busy--; return serve(now);
        case Shift: agents = agents_in[event.who]; return serve(now);
        case Patience:
            if (Caller *who = still(event.who)) {
                who->state = Caller::Gone;
                abandoned++;
                waiting--;
                waited += now - who->arrived;
            }
            return;
        case Offer:
            if (Caller *who = still(event.who)) {
                if (double(waiting) * TALK > LONG_WAIT * agents && uniform() < ACCEPT) {
                    who->state = Caller::Callback;
                    callbacks++;
                } else if (who->patience > now + NEXT_OFFER) plan(now + NEXT_OFFER, Offer, event.who);
                else plan(who->patience, Patience, event.who);
            }
        }
    }
    void play()
    {
        while (!events.empty()) {
            Event event = events.top();
            events.pop();
            handle(event);
        }
    }
};

int main(int count, char **words)
{
    long size;
    int work = prepare(count, words, &size);
    for (long day = 0; day < (work < 3 ? 1 : size); day++) Center(work, size).play();
    tell();
}

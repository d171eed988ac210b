// The heart of the engine, without threads, sockets or a clock: what happened is journaled,
// stepped, and what follows from it leaves, in this order and on this one way. Recovery is the same
// step over the journal with everything that would leave discarded.
#pragma once

#include "engine/ports.hpp"
#include "engine/record.hpp"
#include "router/router.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

// What came of one event.
struct Taken {
    std::uint64_t sequence = 0;    // its place in the journal
    std::uint32_t orders_sent = 0; // new orders, replaces and cancels that left for it
};

class EngineCore {
  public:
    using Tell = std::function<void(const Notice&, Timestamp)>;

    // `journal` and `outlet` must outlive it. Every notice is kept in the record and told.
    EngineCore(RouterConfig config, EventJournal& journal, OrderOutlet& outlet, Tell tell);

    // Steps an event that an earlier life journaled. Nothing leaves and nobody is told: that was
    // done then, or is unknown, which the event Started deals with.
    void replay(const Event& event);
    // The same for an event about what the settings do not have any more: it only counts.
    void pass_over(const Event& event);

    // Journals the event, steps it, sends what follows. `now` may fall back; event times never do.
    //
    // An order that its outlet refuses comes back as OrderNotSent, after SessionChanged says that
    // its session is down, so that the machine does not try again at once. When the journal
    // refuses, nothing leaves, now and ever after: the error stays, and the process has to end.
    Result<Taken> take(EventBody body, Timestamp now);

    // From now on what take() is given is journaled and stepped, and what follows from it waits for
    // release(), which commits and sends all of it: with one sync for many events.
    void hold() { holding_ = true; }
    bool is_holding() const { return holding_; }
    Result<Taken> release();

    // What replaying the journal from its first event would bring back, as bytes and from them. The
    // record of notices and decisions is this process's own and no part of it. Refused bytes leave
    // the core as it was.
    void save(const TakeBytes& take) const;
    Result<void> load(std::string_view bytes);

    // From now on every order is refused, as if its session were down: for a clean stop.
    void close_outlet() { outlet_open_ = false; }

    // Says something that follows from no event. It is kept and told, not journaled.
    void say(Notice notice, Timestamp now);

    const std::optional<Error>& stopped() const { return stopped_; }
    const Router& router() const { return router_; }
    const EngineRecord& record() const { return record_; }
    std::uint64_t last_sequence() const { return standing_.sequence; }
    Timestamp last_time() const { return standing_.time; }
    // What the machine has been told of a session.
    bool is_up(SessionIndex session) const { return standing_.up[session.index]; }
    // The machine has been told that the journal has no room for new risk.
    bool entries_held() const { return standing_.entries_held; }
    const std::optional<Price>& mark(InstrumentId instrument) const {
        return standing_.marks[instrument.index];
    }
    // Worth an event: another price than this session's last, or the same one for another second,
    // since a mark that nobody repeats grows too old to judge by.
    bool is_news(const MarkChanged& mark, Timestamp now) const;

  private:
    // Where the journal stands, and what sessions and prices are by it.
    struct Standing {
        std::uint64_t sequence = 0;
        Timestamp time;
        bool entries_held = false;
        std::deque<bool> up;
        std::vector<std::optional<Price>> marks;

        static void fields(auto& self, auto& archive) {
            archive(self.sequence, self.time, self.entries_held);
            archive.table(self.up);
            archive.table(self.marks);
        }
    };

    struct HeardMark {
        std::optional<Price> price;
        Timestamp at;
    };

    // `first`, and then what has come back of it.
    template <class First> Result<Taken> take_all(First first, Timestamp now, Taken taken);
    Result<void> take_one(EventBody body, Timestamp now, Taken& taken);
    void deliver(Timestamp now, Taken& taken);
    void note(const Event& event);
    void send_orders(Timestamp now, Taken& taken);
    void expect(const Command& command);
    template <class Sent> bool hand_out(const Sent& message, FollowerId follower, Timestamp now);
    void send_failed(FollowerId follower, const Error& error, Timestamp now);

    Router router_;
    EventJournal& journal_;
    OrderOutlet& outlet_;
    Tell tell_;
    EngineRecord record_;

    std::deque<EventBody> waiting_; // to be taken before take() returns
    std::vector<EventBody> came_back_;
    std::vector<Command> commands_; // kept for its memory, as is
    std::vector<Command> said_;     // what is to be said once all orders are out
    Standing standing_;
    // by session, then by instrument; in this process, and of sessions that send prices
    std::vector<std::vector<HeardMark>> heard_marks_;
    bool taking_ = false;
    bool holding_ = false;
    bool outlet_open_ = true;
    std::optional<Error> stopped_;
};

} // namespace lockstep

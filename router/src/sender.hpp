// The last step of a decision on one link: makes the order, asks the risk gate, files it and puts
// it out. Whatever it refuses or delays, it says.
#pragma once

#include "desired.hpp"
#include "follower.hpp"
#include "step.hpp"

namespace lockstep {

class Sender {
  public:
    Sender(Follower& follower, Link& link, const LeaderView* leader, Step& step)
        : follower_(follower), link_(link), leader_(leader), step_(step) {}

    Follower& follower() { return follower_; }
    Link& link() { return link_; }

    // Cancels an acknowledged order; one that waits for an answer waits on. Gives true when the
    // cancel left.
    bool cancel(ChildNumber number);
    // Changes an acknowledged order. Gives true when it was refused for good, so that what is
    // desired has changed.
    bool replace(ChildNumber number, const OrderTerms& terms, Quantity total, bool entry);
    // Sends a new order for a mirror; true when refused for good.
    bool place(Mirror& mirror, const OrderTerms& terms, Quantity quantity, bool entry);
    // Closes at market, in pieces of MaxOrderQuantity.
    void exit_at_market(Side side, Quantity quantity, Reason reason);
    enum class Outcome { sent, delayed, refused };
    // Sends a copy of a leader's fill.
    Outcome enter(const EntryPlan& plan, Quantity quantity);

    // What works on one side now, what this step sent included.
    const Working& working(Side side) const { return link_.live_orders.on(side); }
    void wake_at(Timestamp when);
    void idle(Reason reason) { link_.idle_reason = reason; }
    void note(Severity severity, Reason reason, std::string text);

  private:
    // Cuts an entry to what MaxContracts leaves room for, as OverCap says: zero when refused,
    // none while a cancel or reduction under way may still make room.
    std::optional<Quantity> fit(Side side, Quantity quantity);
    bool frees_room_soon(Side side) const;
    std::optional<Denial> submit(ChildOrder order, Intent intent, Timestamp signal_time,
                                 ChildNumber* number, std::optional<Price> copied = {});
    void report(const Denial& denial, const std::string& what);
    bool in_back_off(const BackOff& waits);
    AccountView view() const;
    // For an entry; `copied` is the price of the leader's fill, if it copies one.
    AccountView view_for(const OrderTerms& terms, std::optional<Price> copied) const;
    std::optional<Price> known_stop(Side side) const;
    const Instrument& instrument_of(InstrumentId id) const {
        return step_.config.instruments[id.index];
    }
    MessageBudget& budget() { return step_.budgets[follower_.config->session.index]; }
    Timestamp signal_time() const;

    Follower& follower_;
    Link& link_;
    const LeaderView* leader_;
    Step& step_;
};

} // namespace lockstep

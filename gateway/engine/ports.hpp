// The two places where the engine core touches the world: what it remembers in, and where orders
// leave. The gateway's are disk_journal.hpp and fix_outlet.hpp; tests and simulation bring theirs.
#pragma once

#include "proto/events.hpp"
#include "proto/result.hpp"
#include "risk/approved.hpp"

namespace lockstep {

class EventJournal {
  public:
    // After an error, of either, nothing may leave any more.
    virtual Result<void> append(const Event& event) = 0;
    // When it returns without an error all that was appended is as durable as the settings ask, and
    // what follows from it may leave.
    virtual Result<void> commit() { return {}; }

  protected:
    ~EventJournal() = default;
};

// Sends at once or refuses; nothing is kept for later. An error means that the peer has not got
// the message and never will. `now` is tag 60 (TransactTime).
class OrderOutlet {
  public:
    virtual Result<void> send(const Approved<NewOrder>& order, Timestamp now) = 0;
    virtual Result<void> send(const Approved<ReplaceOrder>& replace, Timestamp now) = 0;
    virtual Result<void> send(const Approved<CancelOrder>& cancel, Timestamp now) = 0;
    virtual Result<void> send(const StatusRequest& request, Timestamp now) = 0;
    virtual Result<void> send(const MassStatusRequest& request, Timestamp now) = 0;
    virtual Result<void> send(const PositionRequest& request, Timestamp now) = 0;
    // A hint: soon an order of this account on this instrument will be sent.
    virtual void expect(FollowerId, InstrumentId) {}
    // All that follows from one event has been sent.
    virtual void sent_all() {}

  protected:
    ~OrderOutlet() = default;
};

} // namespace lockstep

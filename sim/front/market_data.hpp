// Market data over FIX: who subscribed to what, and the messages that bring it.
#pragma once

#include "gateway/fix/quickfix.hpp"
#include "proto/order.hpp"
#include "venue/venue.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace lockstep::sim {

// Trades (269=2) and the best bid and offer (269=0, 1) of subscribed instruments.
class MarketDataDesk {
  public:
    static constexpr std::size_t subscriptions_max = 256; // of one session
    static constexpr std::size_t entries_max = 64;        // of one 35=X

    using Send = std::function<void(SessionIndex, FIX::Message&)>;
    MarketDataDesk(const Venue& venue, Send send) : venue_(venue), send_(std::move(send)) {}

    // 35=V: answered by one 35=W for each instrument (263=0, 1), or by 35=Y. 263=2 ends it.
    void request(SessionIndex session, const FIX::Message& message);
    // The session is down: its subscriptions end.
    void forget(SessionIndex session);
    // 35=X for what has happened in one call of the venue.
    void publish(const std::vector<VenueEvent>& events);

  private:
    struct Subscription {
        SessionIndex session;
        std::string request_id; // tag 262
        std::vector<InstrumentId> instruments;
    };
    void refuse(SessionIndex session, const std::string& request_id, char reason,
                const std::string& text);
    void snapshot(SessionIndex session, const std::string& request_id, InstrumentId instrument);
    void send_entries(const Subscription& subscription, const std::vector<VenueEvent>& events);

    const Venue& venue_;
    Send send_;
    std::vector<Subscription> subscriptions_;
};

} // namespace lockstep::sim

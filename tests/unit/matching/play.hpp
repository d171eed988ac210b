// Plays an exchange from lines of plain words and tells in plain words what it said.
#pragma once

#include "matching/exchange.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::sim {

// One row: a request, and the events that come of it, joined by "; ".
//
//   a buy 5 market                     b sell 3 limit 101 gtc (or ioc, fok, gtd; else day)
//   c buy 2 stop 105                   d buy 2 stop-limit 105 106 (stop, then limit)
//   replace a buy 4 limit 100          cancel a            phase open
//
// An order is called by its name from then on. "alice/a buy ..." is an order of owner alice.
struct Row {
    std::string_view request;
    std::string_view events;
};

// What rows show. Trades and top of book follow from the fills; most tables leave them out.
enum class Shown : std::uint8_t { orders, everything };

// One listing, ES, open, last trade 100, protection of 10 ticks, at most 100 contracts an order.
Listing es_listing();

class Play {
  public:
    explicit Play(Shown shown = Shown::orders, Listing listing = es_listing());

    // Does each row's request and compares.
    void rows(const std::vector<Row>& rows);
    std::string request(std::string_view line);

    Exchange& exchange() { return exchange_; }
    OrderId id(const std::string& order) const { return ids_.at(order); }
    const std::vector<MarketEvent>& last_events() const { return events_; }

  private:
    std::string told() const;
    std::string told(const MarketEvent& event) const;
    std::string name_of(OrderId order) const;

    Shown shown_;
    Exchange exchange_;
    std::map<std::string, OrderId> ids_;
    std::map<std::string, OwnerId> owners_;
    std::string submitted_; // the name of the order that the running request brought
    std::vector<MarketEvent> events_;
    std::int64_t seconds_ = 0;
};

} // namespace lockstep::sim

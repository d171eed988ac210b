// The truth, as the venues know it: what they were asked, what they reported, who holds what. The
// checker compares everything with this.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lockstep::simulation {

// A report that bears an ExecID, and so is said once however often it is delivered.
struct Issued {
    std::int64_t at_ns = 0;
    std::string account;
    std::string exec_id;
    std::string what;
};

// A request that arrived at a broker (35=D, G, F).
struct Request {
    std::int64_t at_ns = 0;
    char type = 'D';
    std::string account;
    std::string cl_ord_id;
    std::string original; // tag 41
    std::string symbol;
    bool buys = true;
    std::int64_t quantity = 0;
    std::string order_type;    // tag 40
    std::string time_in_force; // tag 59
    std::string price;         // tag 44
    std::string stop_price;    // tag 99
    std::string fields;        // all of them, without those of the session: 8, 9, 10, 34, 52, 60
};

// An order that may still trade.
struct WorkingAtVenue {
    std::string account;
    std::string cl_ord_id; // the newest
    std::string symbol;
    bool buys = true;
    std::int64_t leaves = 0;
    std::string order_type;    // tag 40
    std::string time_in_force; // tag 59
    std::string price;         // tag 44
    std::string stop_price;    // tag 99

    std::string text() const {
        return account + " " + cl_ord_id + (buys ? " buy " : " sell ") + std::to_string(leaves) +
               " " + symbol + (price.empty() ? "" : " limit " + price) +
               (stop_price.empty() ? "" : " stop " + stop_price);
    }
};

// A fill of a follower's order.
struct FillAtVenue {
    std::string account;
    std::string symbol;
    std::int64_t lots = 0;  // sales below zero
    std::int64_t price = 0; // in ticks
};

// A position after each fill.
struct Holding {
    std::int64_t at_ns = 0;
    std::int64_t net = 0;
};

struct Ledger {
    using Place = std::pair<std::string, std::string>; // account, symbol

    std::vector<Issued> leader_reports;
    std::vector<Issued> follower_reports;
    std::vector<Request> requests;
    std::map<std::string, FillAtVenue> fills;                  // by ExecID
    std::map<std::string, std::set<std::int64_t>> prices_said; // by symbol: to those who asked
    std::map<Place, std::vector<Holding>> holdings;
    std::int64_t last_refusal_ns = 0; // of a new order, a change or a cancel

    std::int64_t position(const std::string& account, const std::string& symbol) const {
        const auto found = holdings.find({account, symbol});
        return found == holdings.end() ? 0 : found->second.back().net;
    }
    void fill(std::int64_t at_ns, const std::string& account, const std::string& symbol,
              std::int64_t signed_lots) {
        auto& path = holdings[{account, symbol}];
        path.push_back({at_ns, (path.empty() ? 0 : path.back().net) + signed_lots});
    }
};

} // namespace lockstep::simulation

// Execution reports as a broker writes them, for peers that the tests play.
#pragma once

#include "e2e/stock_peer.hpp"

#include <string>

namespace lockstep::e2e {

// An order as its broker has it. Prices are text as on the wire, empty where there is none.
struct BrokerOrder {
    std::string account;
    std::string order_id;  // 37
    std::string cl_ord_id; // 11
    std::string orig_cl_ord_id = {};
    std::string symbol = "ES";
    char side = '1';
    int quantity = 1;
    char type = '1'; // 40: 1 market, 2 limit, 3 stop
    std::string price = {};
    std::string stop_price = {};
    char time_in_force = '0';
    int filled = 0;

    int leaves() const { return quantity - filled; }
};

// 35=8 about the order as it stands; each has an ExecID of its own.
Fields accepted(const BrokerOrder& order);
Fields replaced(const BrokerOrder& order);
Fields canceled(const BrokerOrder& order);
Fields rejected(const BrokerOrder& order, const std::string& text);
// The answer to a 35=H: about the order, or that there is none.
Fields status(const BrokerOrder& order);
Fields unknown(const std::string& account, const std::string& cl_ord_id);
// Counts the fill.
Fields filled(BrokerOrder& order, int quantity, const std::string& price);

} // namespace lockstep::e2e

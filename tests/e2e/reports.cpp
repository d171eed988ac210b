#include "e2e/reports.hpp"

#include "e2e/raw_peer.hpp"

#include <atomic>

namespace lockstep::e2e {

namespace {

Fields report(const BrokerOrder& order, char exec_type, char status, int leaves) {
    static std::atomic<int> executions{0};
    Fields fields{{37, order.order_id},
                  {17, "E" + std::to_string(++executions)},
                  {150, {exec_type}},
                  {39, {status}},
                  {1, order.account},
                  {55, order.symbol},
                  {54, {order.side}},
                  {38, std::to_string(order.quantity)},
                  {40, {order.type}},
                  {59, {order.time_in_force}},
                  {14, std::to_string(order.filled)},
                  {151, std::to_string(leaves)},
                  {6, "0"},
                  {60, utc_now()}};
    for (const auto& [tag, value] : Fields{{11, order.cl_ord_id},
                                           {41, order.orig_cl_ord_id},
                                           {44, order.price},
                                           {99, order.stop_price}}) {
        if (!value.empty()) fields.emplace_back(tag, value);
    }
    return fields;
}

char working_status(const BrokerOrder& order) { return order.filled > 0 ? '1' : '0'; }

} // namespace

Fields accepted(const BrokerOrder& order) { return report(order, '0', '0', order.leaves()); }

Fields replaced(const BrokerOrder& order) {
    return report(order, '5', working_status(order), order.leaves());
}

Fields canceled(const BrokerOrder& order) { return report(order, '4', '4', 0); }

Fields rejected(const BrokerOrder& order, const std::string& text) {
    Fields fields = report(order, '8', '8', 0);
    fields.emplace_back(58, text);
    return fields;
}

Fields status(const BrokerOrder& order) {
    return report(order, 'I', order.leaves() == 0 ? '2' : working_status(order), order.leaves());
}

Fields unknown(const std::string& account, const std::string& cl_ord_id) {
    return report({.account = account, .order_id = "NONE", .cl_ord_id = cl_ord_id}, 'I', '8', 0);
}

Fields filled(BrokerOrder& order, int quantity, const std::string& price) {
    order.filled += quantity;
    Fields fields = report(order, 'F', order.leaves() == 0 ? '2' : '1', order.leaves());
    fields.emplace_back(32, std::to_string(quantity));
    fields.emplace_back(31, price);
    return fields;
}

} // namespace lockstep::e2e

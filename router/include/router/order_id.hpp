// How our orders are named (tag 11): the account, the second in which the gateway started, and the
// account's own counter, the two numbers in base 36. So no id is given twice, and an answer that
// names nothing else still tells its account.
#pragma once

#include "proto/order.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace lockstep {

// What an account's ids begin with: its name, or, where that leaves the numbers no room, six
// letters of it and a hash of the whole.
std::string id_prefix_of(std::string_view account);

// "PREFIX-EPOCH-COUNT".
ClOrdId make_cl_ord_id(std::string_view prefix, std::uint64_t epoch, std::uint64_t count);

// The count in such an id; 0 in any other.
std::uint64_t count_in(std::string_view cl_ord_id);

// The prefix of such an id; empty for any other.
std::string_view id_prefix_in(std::string_view cl_ord_id);

} // namespace lockstep

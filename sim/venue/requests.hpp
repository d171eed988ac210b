// What clients ask of the venue.
#pragma once

#include "proto/order.hpp"
#include "venue/account.hpp"

#include <cstdint>

namespace lockstep::sim {

// Who sent a request: a FIX session by its index, or the script. ClOrdIDs are unique per client.
struct ClientId {
    std::uint32_t index = 0;
    friend constexpr auto operator<=>(ClientId, ClientId) = default;
};
inline constexpr ClientId script_client{UINT32_MAX};

// 35=D, once its account and instrument are known and its fields are read.
struct NewRequest {
    ClientId client;
    AccountIndex account;
    ClOrdId cl_ord_id;
    InstrumentId instrument;
    OrderTerms terms;
    Quantity quantity;
};

// 35=G: the order `orig_cl_ord_id` shall have these terms and this total.
struct ReplaceRequest {
    ClientId client;
    ClOrdId cl_ord_id;
    ClOrdId orig_cl_ord_id;
    OrderTerms terms;
    Quantity total;
};

// 35=F.
struct CancelRequest {
    ClientId client;
    ClOrdId cl_ord_id;
    ClOrdId orig_cl_ord_id;
};

} // namespace lockstep::sim

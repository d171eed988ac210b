// What a session remembers of the orders that it sent, so that an answer that names only a number
// (35=3, 35=j) or a ClOrdID (35=9) finds its account.
#pragma once

#include "proto/order.hpp"
#include "proto/prefetch.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace lockstep::fix44 {

// Stand for the types of two letters, AF and AN.
inline constexpr char mass_status_type = 'M';
inline constexpr char position_request_type = 'P';

struct SentOrder {
    char msg_type = 'D'; // D, G, F, H, or one of the above, whose cl_ord_id is tag 584 or 710
    FollowerId follower;
    InstrumentId instrument;
    Side side = Side::buy;
    ClOrdId cl_ord_id;
    ClOrdId orig_cl_ord_id; // of G and F
};

// The last `capacity` messages of one session; an older one is forgotten, and an answer that names
// it is then reported to a person instead of to its order. One thread.
class SentOrders {
  public:
    static constexpr std::size_t default_capacity = 4096;

    // Refuses (by assertion) a capacity of zero.
    explicit SentOrders(std::size_t capacity = default_capacity);

    // `msg_seq_num` is tag 34 of the message that left. A number that does not rise means that the
    // session's numbers began again: the numbers before it are forgotten. A ClOrdID that is used
    // again means the newer message.
    void remember(std::uint64_t msg_seq_num, const SentOrder& order);

    // Where the next one goes, before it is needed.
    void bring_near() const { prefetch(slots_.data() + next_, sizeof(Slot)); }

    std::optional<SentOrder> by_number(std::uint64_t msg_seq_num) const;
    // Looks at all of them: for answers that name nothing else, which are few.
    std::optional<SentOrder> by_id(std::string_view cl_ord_id) const;
    std::size_t size() const { return slots_.size(); }

  private:
    struct Slot {
        std::uint64_t msg_seq_num = 0;
        std::uint64_t run = 0; // of numbers that rise
        SentOrder order;
    };

    std::size_t place(std::size_t age) const; // in the ring; of age 0 is the newest

    std::size_t capacity_;
    std::uint64_t last_number_ = 0;
    std::uint64_t run_ = 0;
    std::size_t next_ = 0;    // the slot that is written next, the oldest once the ring is full
    std::vector<Slot> slots_; // a ring
    std::vector<std::size_t> id_hashes_; // of the ids in it, to look through quickly
};

} // namespace lockstep::fix44

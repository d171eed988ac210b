// The orders of ours at one account's broker: every live one, and the newest of those that ended,
// found by number, by any of our ids, and by the broker's.
#pragma once

#include "proto/events.hpp"
#include "proto/running_hash.hpp"
#include "router/child_order.hpp"
#include "router/live_orders.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory_resource>
#include <optional>
#include <unordered_map>
#include <utility>

namespace lockstep {

class OrderTable {
  public:
    explicit OrderTable(std::pmr::memory_resource* memory)
        : orders_(memory), ended_(memory), by_key_hash_(memory), ids_(memory), counts_(memory) {}

    // Takes a new order over.
    ChildNumber add(const ChildOrder& order);
    // Null for one that ended so long ago that it was forgotten.
    const ChildOrder* find(ChildNumber number) const;
    // One that is known to be there.
    const ChildOrder& at(ChildNumber number) const;
    ChildOrder& at(ChildNumber number);
    ChildNumber last_number() const { return last_number_; }
    // By the newest ids, or the current ones of a live order.
    std::optional<ChildNumber> find(const ClOrdId& cl_ord_id) const;
    // By tag 11, else 41, else 37; none for an order that is not ours.
    std::optional<ChildNumber> find(const ExecutionEvent& execution) const;

    // It bears another id from now on, too.
    void rename(ChildNumber number, const ClOrdId& another_id);
    void note_key(ChildNumber number, const OrderKey& key);
    // After a change of one that has ended, by this change or before.
    void file(ChildNumber number, bool ended_now);

    static void fields(auto& self, auto& archive) {
        archive(self.last_number_);
        archive.filed(self.filed_, [&] {
            archive.sorted(self.orders_);
            archive(self.ended_, self.ids_);
        });
        archive.after(self, [](auto& loaded) { loaded.index_again(); });
        archive.check([&] { return self.is_whole(); }, "an order of ours that is not there");
        archive.check([&] { return self.is_sane(); }, "an order of an impossible quantity");
    }

  private:
    void forget_oldest();
    void index_key(ChildNumber number, const OrderKey& key);
    void forget_key(ChildNumber number, const OrderKey& key);
    void index_again();    // what follows from the rest, for a state that was read
    bool is_whole() const; // what is referred to is there
    bool is_sane() const;  // quantities can be added up

    std::pmr::unordered_map<ChildNumber, ChildOrder> orders_;
    std::pmr::deque<ChildNumber> ended_; // oldest first
    std::pmr::unordered_multimap<std::uint64_t, ChildNumber> by_key_hash_;
    std::pmr::deque<std::pair<ChildNumber, ClOrdId>> ids_; // the newest given out, oldest first
    std::pmr::deque<std::uint64_t> counts_;                // that stand in them, to find one by
    ChildNumber last_number_ = 0;
    RunningHash filed_; // of ended orders, and of the ids of all
};

} // namespace lockstep

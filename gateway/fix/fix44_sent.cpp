#include "fix/fix44_sent.hpp"

#include "proto/check.hpp"

namespace lockstep::fix44 {

SentOrders::SentOrders(std::size_t capacity) : capacity_(capacity) { LOCKSTEP_CHECK(capacity > 0); }

void SentOrders::forget(std::size_t slot) {
    const Slot& old = slots_[slot];
    if (const auto found = by_number_.find(old.msg_seq_num);
        found != by_number_.end() && found->second == slot) {
        by_number_.erase(found);
    }
    if (const auto found = by_id_.find(old.order.cl_ord_id);
        found != by_id_.end() && found->second == slot) {
        by_id_.erase(found);
    }
}

void SentOrders::remember(std::uint64_t msg_seq_num, const SentOrder& order) {
    if (msg_seq_num <= last_number_) by_number_.clear(); // the session began at 1 again
    last_number_ = msg_seq_num;
    const std::size_t slot = next_;
    if (slot < slots_.size()) {
        forget(slot);
        slots_[slot] = {msg_seq_num, order};
    } else {
        slots_.push_back({msg_seq_num, order});
    }
    by_number_[msg_seq_num] = slot;
    // A question bears the ClOrdID of the order that it asks about and must not stand for it,
    // except where that order is not remembered: it left in an earlier life, and the answer to the
    // question may name nothing but the ClOrdID.
    if (order.msg_type != 'H') {
        by_id_[order.cl_ord_id] = slot;
    } else {
        by_id_.try_emplace(order.cl_ord_id, slot);
    }
    next_ = (slot + 1) % capacity_;
}

std::optional<SentOrder> SentOrders::by_number(std::uint64_t msg_seq_num) const {
    const auto found = by_number_.find(msg_seq_num);
    if (found == by_number_.end()) return std::nullopt;
    return slots_[found->second].order;
}

std::optional<SentOrder> SentOrders::by_id(std::string_view cl_ord_id) const {
    if (!ClOrdId::fits(cl_ord_id)) return std::nullopt;
    const auto found = by_id_.find(ClOrdId(cl_ord_id));
    if (found == by_id_.end()) return std::nullopt;
    return slots_[found->second].order;
}

} // namespace lockstep::fix44

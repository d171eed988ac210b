#include "fix/fix44_sent.hpp"

#include "proto/check.hpp"

#include <functional>

namespace lockstep::fix44 {

// All of the room is taken at once, so that no order waits for more of it; what is not used costs
// no memory.
SentOrders::SentOrders(std::size_t capacity) : capacity_(capacity) {
    LOCKSTEP_CHECK(capacity > 0);
    slots_.reserve(capacity);
    id_hashes_.reserve(capacity);
}

void SentOrders::remember(std::uint64_t msg_seq_num, const SentOrder& order) {
    if (msg_seq_num <= last_number_) ++run_; // the session began at 1 again
    last_number_ = msg_seq_num;
    const std::size_t id_hash = std::hash<ClOrdId>{}(order.cl_ord_id);
    if (slots_.size() < capacity_) {
        slots_.push_back({msg_seq_num, run_, order});
        id_hashes_.push_back(id_hash);
    } else {
        slots_[next_] = {msg_seq_num, run_, order};
        id_hashes_[next_] = id_hash;
    }
    next_ = (next_ + 1) % capacity_;
}

std::size_t SentOrders::place(std::size_t age) const {
    return next_ > age ? next_ - 1 - age : next_ + capacity_ - 1 - age;
}

std::optional<SentOrder> SentOrders::by_number(std::uint64_t msg_seq_num) const {
    // of one run, the numbers fall with age
    std::size_t newer = 0;
    std::size_t older = slots_.size();
    while (newer < older) {
        const std::size_t middle = newer + (older - newer) / 2;
        const Slot& there = slots_[place(middle)];
        const bool is_newer = there.run == run_ && there.msg_seq_num > msg_seq_num;
        (is_newer ? newer : older) = is_newer ? middle + 1 : middle;
    }
    if (newer == slots_.size()) return std::nullopt;
    const Slot& found = slots_[place(newer)];
    if (found.run != run_ || found.msg_seq_num != msg_seq_num) return std::nullopt;
    return found.order;
}

// The newest of that id. A question bears the ClOrdID of the order that it asks about and must not
// stand for it, except where that order is not remembered: it left in an earlier life, and the
// answer to the question may name nothing but the ClOrdID.
std::optional<SentOrder> SentOrders::by_id(std::string_view cl_ord_id) const {
    const std::size_t id_hash = std::hash<std::string_view>{}(cl_ord_id);
    const SentOrder* question = nullptr;
    for (std::size_t age = 0; age < slots_.size(); ++age) {
        if (id_hashes_[place(age)] != id_hash) continue;
        const SentOrder& order = slots_[place(age)].order;
        if (order.cl_ord_id.view() != cl_ord_id) continue;
        if (order.msg_type != 'H') return order;
        if (question == nullptr) question = &order;
    }
    if (question == nullptr) return std::nullopt;
    return *question;
}

} // namespace lockstep::fix44

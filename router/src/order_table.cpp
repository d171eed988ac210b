#include "router/order_table.hpp"

#include "proto/check.hpp"
#include "router/order_id.hpp"

#include <algorithm>

namespace lockstep {

namespace {

constexpr std::size_t ended_max = 1'024;
constexpr std::size_t ids_max = 2'048;

std::uint64_t hash_of(const OrderKey& key) { return std::hash<OrderKey>()(key); }

} // namespace

ChildNumber OrderTable::add(const ChildOrder& order) {
    const ChildNumber number = ++last_number_;
    orders_.emplace(number, order);
    rename(number, order.cl_ord_id);
    return number;
}

const ChildOrder* OrderTable::find(ChildNumber number) const {
    const auto found = orders_.find(number);
    return found == orders_.end() ? nullptr : &found->second;
}

const ChildOrder& OrderTable::at(ChildNumber number) const {
    const ChildOrder* order = find(number);
    LOCKSTEP_CHECK(order != nullptr);
    return *order;
}

ChildOrder& OrderTable::at(ChildNumber number) {
    return const_cast<ChildOrder&>(std::as_const(*this).at(number));
}

// Ids are given out with rising counts, so that no table of them is needed. An order may outlive
// its place among the newest.
std::optional<ChildNumber> OrderTable::find(const ClOrdId& cl_ord_id) const {
    const std::uint64_t count = count_in(cl_ord_id);
    if (count == 0) return std::nullopt;
    if (!counts_.empty() && count < counts_.front()) {
        const auto bears_it = [&](const auto& row) {
            const ChildOrder& order = row.second;
            return order.is_live() &&
                   (order.cl_ord_id == cl_ord_id || order.pending_id == cl_ord_id);
        };
        const auto found = std::ranges::find_if(orders_, bears_it);
        return found == orders_.end() ? std::nullopt : std::optional(found->first);
    }
    const auto at = std::ranges::lower_bound(counts_, count);
    if (at == counts_.end() || *at != count) return std::nullopt;
    const auto& [number, id] = ids_[static_cast<std::size_t>(at - counts_.begin())];
    return id == cl_ord_id && orders_.contains(number) ? std::optional(number) : std::nullopt;
}

std::optional<ChildNumber> OrderTable::find(const ExecutionEvent& execution) const {
    if (const auto number = find(execution.cl_ord_id)) return number;
    if (const auto number = find(execution.orig_cl_ord_id)) return number;
    std::optional<ChildNumber> newest; // should a broker use one of its ids again
    const auto [begin, end] = by_key_hash_.equal_range(hash_of(execution.order_key));
    for (auto candidate = begin; candidate != end; ++candidate) {
        const ChildNumber number = candidate->second;
        if (at(number).order_key == execution.order_key && number > newest.value_or(0)) {
            newest = number;
        }
    }
    return newest;
}

void OrderTable::rename(ChildNumber number, const ClOrdId& another_id) {
    ids_.emplace_back(number, another_id);
    counts_.push_back(count_in(another_id));
    filed_.file(number, another_id);
    if (ids_.size() <= ids_max) return;
    ids_.pop_front();
    counts_.pop_front();
}

void OrderTable::note_key(ChildNumber number, const OrderKey& key) {
    OrderKey& known = at(number).order_key;
    if (key.empty() || key == known) return;
    forget_key(number, known);
    known = key;
    index_key(number, key);
    filed_.file(number, key);
}

void OrderTable::index_key(ChildNumber number, const OrderKey& key) {
    if (!key.empty()) by_key_hash_.emplace(hash_of(key), number);
}

void OrderTable::forget_key(ChildNumber number, const OrderKey& key) {
    const auto [begin, end] = by_key_hash_.equal_range(hash_of(key));
    const auto own =
        std::find_if(begin, end, [&](const auto& row) { return row.second == number; });
    if (own != end) by_key_hash_.erase(own);
}

void OrderTable::file(ChildNumber number, bool ended_now) {
    filed_.file(number, std::as_const(*this).at(number));
    if (!ended_now) return;
    ended_.push_back(number);
    if (ended_.size() > ended_max) forget_oldest();
}

void OrderTable::forget_oldest() {
    const auto oldest = orders_.find(ended_.front());
    forget_key(oldest->first, oldest->second.order_key);
    orders_.erase(oldest);
    ended_.pop_front();
}

void OrderTable::index_again() {
    by_key_hash_.clear();
    for (const auto& [number, order] : orders_) index_key(number, order.order_key);
    counts_.clear();
    for (const auto& [number, cl_ord_id] : ids_) counts_.push_back(count_in(cl_ord_id));
}

bool OrderTable::is_sane() const {
    constexpr std::int64_t lots_max = 1'000'000'000'000'000; // no account comes near
    return std::ranges::all_of(orders_, [](const auto& row) {
        const ChildOrder& order = row.second;
        const auto is_sane = [](Quantity quantity) {
            return quantity.lots >= 0 && quantity.lots <= lots_max;
        };
        return is_sane(order.total) && is_sane(order.pending_total) && is_sane(order.filled);
    });
}

bool OrderTable::is_whole() const {
    const auto has_ended = [&](ChildNumber number) {
        const ChildOrder* order = find(number);
        return order != nullptr && !order->is_live();
    };
    const auto was_given = [&](const auto& row) { return row.first <= last_number_; };
    return std::ranges::all_of(ended_, has_ended) && std::ranges::all_of(orders_, was_given) &&
           std::ranges::all_of(ids_, was_given) && std::ranges::is_sorted(counts_);
}

} // namespace lockstep

#include "router/text_queue.hpp"

#include "proto/check.hpp"

namespace lockstep {

namespace {

constexpr std::size_t block_size = 2'000;

} // namespace

std::string_view TextQueue::operator[](std::size_t index) const {
    const Place& place = places_[index];
    const std::pmr::string& block = blocks_[place.block - first_block_];
    return std::string_view(block).substr(place.offset, place.size);
}

void TextQueue::push(std::string_view text) {
    LOCKSTEP_CHECK(text.size() <= text_size_max);
    if (blocks_.empty() || blocks_.back().size() + text.size() > block_size) blocks_.emplace_back();
    std::pmr::string& block = blocks_.back();
    const std::size_t last_block = blocks_.size() - 1;
    places_.push_back({static_cast<std::uint32_t>(first_block_ + last_block),
                       static_cast<std::uint16_t>(block.size()),
                       static_cast<std::uint8_t>(text.size())});
    block += text;
}

void TextQueue::pop() {
    LOCKSTEP_CHECK(!places_.empty());
    places_.pop_front();
    while (!blocks_.empty() && (places_.empty() || places_.front().block != first_block_)) {
        blocks_.pop_front();
        ++first_block_;
    }
}

void TextQueue::clear() {
    blocks_.clear();
    places_.clear();
}

} // namespace lockstep

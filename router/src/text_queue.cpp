#include "router/text_queue.hpp"

#include "proto/check.hpp"

namespace lockstep {

namespace {

constexpr std::size_t block_size = 2'000;

} // namespace

TextQueue::TextQueue(std::pmr::memory_resource* memory)
    : texts_(new Texts{std::pmr::deque<std::pmr::string>(memory), 0, std::pmr::deque<Place>(memory),
                       0}),
      numbers_(0, Hash{texts_.get()}, Same{texts_.get()}) {}

std::string_view TextQueue::Texts::at(std::size_t index) const {
    const Place& place = places[index];
    const std::pmr::string& block = blocks[place.block - first_block];
    return std::string_view(block).substr(place.offset, place.size);
}

std::optional<std::size_t> TextQueue::find(std::string_view text) const {
    const auto found = numbers_.find(text);
    if (found == numbers_.end()) return std::nullopt;
    return static_cast<Number>(*found - texts_->first);
}

bool TextQueue::push(std::string_view text) {
    LOCKSTEP_CHECK(text.size() <= text_size_max);
    if (find(text)) return false;
    auto& blocks = texts_->blocks;
    if (blocks.empty() || blocks.back().size() + text.size() > block_size) blocks.emplace_back();
    std::pmr::string& block = blocks.back();
    texts_->places.push_back({static_cast<std::uint32_t>(texts_->first_block + blocks.size() - 1),
                              static_cast<std::uint16_t>(block.size()),
                              static_cast<std::uint8_t>(text.size())});
    block += text;
    numbers_.insert(static_cast<Number>(texts_->first + size() - 1));
    return true;
}

void TextQueue::pop() {
    LOCKSTEP_CHECK(size() > 0);
    numbers_.erase(texts_->first); // while its text is still there
    ++texts_->first;
    auto& [blocks, first_block, places, first] = *texts_;
    places.pop_front();
    while (!blocks.empty() && (places.empty() || places.front().block != first_block)) {
        blocks.pop_front();
        ++first_block;
    }
}

void TextQueue::clear() {
    numbers_.clear();
    texts_->blocks.clear();
    texts_->places.clear();
}

} // namespace lockstep

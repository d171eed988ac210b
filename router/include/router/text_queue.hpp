// Short texts, the oldest first out. Each takes its own length and eight bytes, where a Text<80>
// takes 81.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory_resource>
#include <string>
#include <string_view>

namespace lockstep {

class TextQueue {
  public:
    static constexpr std::size_t text_size_max = 255;

    explicit TextQueue(std::pmr::memory_resource* memory = std::pmr::get_default_resource())
        : blocks_(memory), places_(memory) {}

    std::size_t size() const { return places_.size(); }
    // The oldest is at 0. The view holds until the next push or pop.
    std::string_view operator[](std::size_t index) const;
    // A longer one than text_size_max is a programmer error.
    void push(std::string_view text);
    void pop();
    void clear();

    static void fields(auto& self, auto& archive) { archive.texts(self); }

  private:
    struct Place {
        std::uint32_t block = 0; // counted from the first there was; may wrap
        std::uint16_t offset = 0;
        std::uint8_t size = 0;
    };

    std::pmr::deque<std::pmr::string> blocks_;
    std::uint32_t first_block_ = 0;
    std::pmr::deque<Place> places_;
};

} // namespace lockstep

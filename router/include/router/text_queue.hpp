// Different short texts, the oldest first out, each found by itself. Each takes its own length and
// some sixteen bytes, where a Text<80> in a table takes 200.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

class TextQueue {
  public:
    static constexpr std::size_t text_size_max = 255;

    explicit TextQueue(std::pmr::memory_resource* memory = std::pmr::get_default_resource());

    std::size_t size() const { return texts_->places.size(); }
    // The oldest is at 0. The view holds until the next push or pop.
    std::string_view operator[](std::size_t index) const { return texts_->at(index); }
    // Where it is; none when it is not there.
    std::optional<std::size_t> find(std::string_view text) const;
    // False, and nothing is done, when it is there. A text longer than text_size_max is a
    // programmer error.
    bool push(std::string_view text);
    void pop();
    void clear();

    static void fields(auto& self, auto& archive) { archive.texts(self); }

  private:
    using Number = std::uint32_t; // of a text, counted from the first there was; may wrap

    struct Place {
        std::uint32_t block = 0; // counted alike
        std::uint16_t offset = 0;
        std::uint8_t size = 0;
    };
    struct Texts {
        std::pmr::deque<std::pmr::string> blocks;
        std::uint32_t first_block = 0;
        std::pmr::deque<Place> places;
        Number first = 0;

        std::string_view at(std::size_t index) const;
        std::string_view of(Number number) const { return at(static_cast<Number>(number - first)); }
    };
    struct Hash {
        using is_transparent = void;
        const Texts* texts;

        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
        std::size_t operator()(Number number) const { return (*this)(texts->of(number)); }
    };
    struct Same {
        using is_transparent = void;
        const Texts* texts;

        bool operator()(Number a, Number b) const { return a == b; }
        bool operator()(std::string_view text, Number number) const {
            return text == texts->of(number);
        }
        bool operator()(Number number, std::string_view text) const {
            return (*this)(text, number);
        }
    };

    std::unique_ptr<Texts> texts_; // stays where it is, because hashes look into it
    boost::unordered_flat_set<Number, Hash, Same> numbers_;
};

} // namespace lockstep

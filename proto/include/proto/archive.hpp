// The state of the machine as bytes, and back. Every type that is part of it names its fields once,
// and saving, loading and hashing all go by that one list:
//
//     static void fields(auto& self, auto& archive) { archive(self.held, self.mirrors); }
//
// Numbers are little-endian whatever the machine, texts and lists have their length in front, and
// containers without an order are written by key: equal states give equal bytes. A hash goes by
// what lives; for what was filed away it takes the hash that grew as it was filed
// (running_hash.hpp).
#pragma once

#include "proto/decimal.hpp"
#include "proto/result.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace lockstep {

namespace archived {

__extension__ using Bits128 = unsigned __int128;

template <class T> inline constexpr bool is_list = false;
template <class T> inline constexpr bool is_list<std::vector<T>> = true;
template <class T, class Memory> inline constexpr bool is_list<std::deque<T, Memory>> = true;
template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;
template <class T> inline constexpr bool is_pair = false;
template <class A, class B> inline constexpr bool is_pair<std::pair<A, B>> = true;
template <class T> inline constexpr bool is_text = false;
template <std::size_t N> inline constexpr bool is_text<Text<N>> = true;

// Enumerations say which of theirs is the last, so that no damaged byte becomes one of them:
// `constexpr Side last_of(Side) { return Side::sell; }`, beside the enumeration.
template <class T>
concept Enumeration = std::is_enum_v<T>;

} // namespace archived

// Is given bytes one piece after the other; a view holds for the call.
using TakeBytes = std::function<void(std::string_view)>;

// Appends to a text.
class ByteSink {
  public:
    static constexpr bool hashes = false;

    explicit ByteSink(std::string& bytes) : bytes_(bytes) {}

    void number(std::uint64_t value, std::size_t size) {
        std::array<char, 8> little{};
        for (std::size_t i = 0; i < size; ++i) little[i] = static_cast<char>(value >> (8 * i));
        bytes_.append(little.data(), size);
    }
    void text(std::string_view text) { bytes_.append(text); }

  private:
    std::string& bytes_;
};

// Hands on what a ByteSink would append, in pieces: a large state is nowhere whole.
class PieceSink {
  public:
    static constexpr bool hashes = false;

    explicit PieceSink(const TakeBytes& take) : take_(take) {}
    PieceSink(const PieceSink&) = delete;
    PieceSink& operator=(const PieceSink&) = delete;
    ~PieceSink() { hand_on(); }

    void number(std::uint64_t value, std::size_t size) {
        sink_.number(value, size);
        if (piece_.size() >= piece_size) hand_on();
    }
    void text(std::string_view text) {
        sink_.text(text);
        if (piece_.size() >= piece_size) hand_on();
    }

  private:
    static constexpr std::size_t piece_size = std::size_t{1} << 16;

    void hand_on() {
        take_(piece_);
        piece_.clear();
    }

    const TakeBytes& take_;
    std::string piece_;
    ByteSink sink_{piece_};
};

// Hashes the bytes that a ByteSink would append, eight at a time: it tells states apart, and is no
// defence against somebody who wants two of them to look alike.
class HashSink {
  public:
    static constexpr bool hashes = true;

    // Goes on from the value of another one.
    explicit HashSink(std::uint64_t begin = 0x6C6F636B73746570U) // "lockstep"
        : hash_(begin) {}

    void number(std::uint64_t value, std::size_t size) {
        waiting_ |= value << (8 * waiting_bytes_);
        waiting_bytes_ += size;
        if (waiting_bytes_ < word_bytes) return;
        mix(waiting_);
        waiting_bytes_ -= word_bytes;
        waiting_ = waiting_bytes_ == 0 ? 0 : value >> (8 * (size - waiting_bytes_));
    }
    void text(std::string_view text) {
        for (; text.size() >= word_bytes; text.remove_prefix(word_bytes)) {
            number(word(text, word_bytes), word_bytes);
        }
        if (!text.empty()) number(word(text, text.size()), text.size());
    }
    std::uint64_t value() const {
        HashSink end = *this;
        end.mix(waiting_);
        end.mix(size_ + waiting_bytes_);
        return end.hash_ ^ (end.hash_ >> 29U);
    }

  private:
    static constexpr std::size_t word_bytes = 8;

    static std::uint64_t word(std::string_view text, std::size_t size) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            value |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
        }
        return value;
    }
    void mix(std::uint64_t word) {
        hash_ = (hash_ ^ word) * 0x9E3779B97F4A7C15U; // 2^64 by the golden ratio
        hash_ ^= hash_ >> 32U;
        size_ += word_bytes;
    }

    std::uint64_t hash_;
    std::uint64_t waiting_ = 0;
    std::size_t waiting_bytes_ = 0;
    std::uint64_t size_ = 0;
};

// Hands every field to a sink.
template <class Sink> class StateWriter {
  public:
    explicit StateWriter(Sink& sink) : sink_(sink) {}

    template <class... Fields> void operator()(const Fields&... fields) { (put(fields), ...); }
    // A list with one row for each thing of the settings.
    template <class List> void table(const List& list) { put(list); }
    // An index into the instruments of the settings.
    void instrument(std::uint32_t index) { put(index); }
    // A map without an order.
    template <class Map> void sorted(const Map& map) {
        std::vector<const typename Map::value_type*> rows;
        rows.reserve(map.size());
        for (const auto& row : map) rows.push_back(&row);
        std::ranges::sort(rows, {}, [](const auto* row) -> const auto& { return row->first; });
        put(std::uint64_t{rows.size()});
        for (const auto* row : rows) (*this)(row->first, row->second);
    }
    // A queue of different texts of at most 255 bytes: size(), [], push(), clear().
    template <class Queue> void texts(const Queue& queue) {
        put(std::uint64_t{queue.size()});
        for (std::size_t i = 0; i < queue.size(); ++i) {
            sink_.number(queue[i].size(), 1);
            sink_.text(queue[i]);
        }
    }
    // What was filed away: all of it, or its hash alone.
    template <class Hash, class Rows> void filed(const Hash& hash, const Rows& rows) {
        put(hash);
        if constexpr (!Sink::hashes) rows();
    }
    // What lives among the rows that were filed.
    template <class Rows> void only_hashed(const Rows& rows) {
        if constexpr (Sink::hashes) rows();
    }
    // What is made from fields, and what must be true of them, concerns the reader alone.
    template <class Self, class Make> void after(const Self&, const Make&) {}
    template <class Holds> void check(const Holds&, std::string_view) {}

  private:
    template <class Field> void put(const Field& field) {
        if constexpr (requires { Field::fields(field, *this); }) {
            Field::fields(field, *this);
        } else if constexpr (std::same_as<Field, Int128>) {
            const auto bits = static_cast<archived::Bits128>(field);
            sink_.number(static_cast<std::uint64_t>(bits), 8);
            sink_.number(static_cast<std::uint64_t>(bits >> 64U), 8);
        } else if constexpr (archived::Enumeration<Field>) {
            sink_.number(static_cast<std::uint8_t>(field), 1);
        } else if constexpr (std::integral<Field>) {
            sink_.number(static_cast<std::make_unsigned_t<Wide<Field>>>(field), sizeof(Field));
        } else if constexpr (archived::is_text<Field> || std::same_as<Field, std::string>) {
            sink_.number(field.size(), 4);
            sink_.text(field);
        } else if constexpr (archived::is_optional<Field>) {
            put(field.has_value());
            if (field) put(*field);
        } else if constexpr (archived::is_pair<Field>) {
            (*this)(field.first, field.second);
        } else {
            static_assert(archived::is_list<Field>, "say how this is archived");
            put(std::uint64_t{field.size()});
            for (const auto& row : field) put(row);
        }
    }
    // bool has no unsigned sibling.
    template <class Field>
    using Wide = std::conditional_t<std::same_as<Field, bool>, std::uint8_t, Field>;

    Sink& sink_;
};

// The fields' bytes, in pieces.
template <class... Fields> void archive_to(const TakeBytes& take, const Fields&... fields) {
    PieceSink sink(take);
    StateWriter archive(sink);
    archive(fields...);
}

// Fills every field from bytes that are not trusted: whatever they hold, what comes of them is a
// state or an error. After the first error every field that follows stays as it is.
class StateReader {
  public:
    StateReader(std::string_view bytes, std::size_t instruments)
        : bytes_(bytes), instruments_(instruments) {}

    template <class... Fields> void operator()(Fields&... fields) { (take(fields), ...); }
    template <class List> void table(List& list) {
        std::uint64_t rows = 0;
        take(rows);
        if (rows != list.size()) return fail("a table of another size than the settings give");
        for (auto& row : list) take(row);
    }
    void instrument(std::uint32_t& index) {
        std::uint32_t value = 0;
        take(value);
        if (value >= instruments_) return fail("an instrument that the settings do not have");
        index = value;
    }
    template <class Map> void sorted(Map& map) {
        std::uint64_t rows = 0;
        take(rows);
        for (std::uint64_t i = 0; i < rows && !error_; ++i) {
            typename Map::key_type key{};
            typename Map::mapped_type value{};
            (*this)(key, value);
            if (error_) return;
            if (!map.emplace(key, std::move(value)).second) return fail("a key twice");
        }
    }
    template <class Queue> void texts(Queue& queue) {
        std::uint64_t rows = 0;
        take(rows);
        queue.clear();
        for (std::uint64_t i = 0; i < rows && !error_; ++i) {
            const std::string_view text = next(number(1));
            if (!error_ && !queue.push(text)) fail("a text twice");
        }
    }
    template <class Hash, class Rows> void filed(Hash& hash, const Rows& rows) {
        take(hash);
        rows();
    }
    template <class Rows> void only_hashed(const Rows&) {}
    // Runs once the fields before it are good.
    template <class Self, class Make> void after(Self& self, const Make& make) {
        if (!error_) make(self);
    }
    template <class Holds> void check(const Holds& holds, std::string_view what) {
        if (!error_ && !holds()) fail(what);
    }

    // The bytes that are left, for another reader.
    Result<std::string_view> rest() const {
        if (error_) return std::unexpected(*error_);
        return bytes_.substr(at_);
    }
    // Refuses bytes that are left over.
    Result<void> finish() {
        if (!error_ && at_ != bytes_.size()) fail("more than it should");
        if (error_) return std::unexpected(*error_);
        return {};
    }

  private:
    void fail(std::string_view what) {
        if (error_) return;
        error_ = Error{"the state holds " + std::string(what) + " before byte " +
                       std::to_string(at_) + " of " + std::to_string(bytes_.size())};
    }

    std::string_view next(std::uint64_t size) {
        if (error_) return {};
        if (size > bytes_.size() - at_) {
            fail("less than it should");
            return {};
        }
        at_ += static_cast<std::size_t>(size);
        return bytes_.substr(at_ - static_cast<std::size_t>(size), static_cast<std::size_t>(size));
    }

    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        const std::string_view bytes = next(size);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
        }
        return value;
    }

    template <class Field> void take(Field& field) {
        if (error_) return;
        if constexpr (requires { Field::fields(field, *this); }) {
            Field::fields(field, *this);
        } else if constexpr (std::same_as<Field, Int128>) {
            const std::uint64_t low = number(8);
            field = static_cast<Int128>(static_cast<archived::Bits128>(number(8)) << 64U | low);
        } else if constexpr (std::same_as<Field, bool>) {
            const std::uint64_t value = number(1);
            if (value > 1) return fail("what is neither true nor false");
            field = value == 1;
        } else if constexpr (archived::Enumeration<Field>) {
            const std::uint64_t value = number(1);
            if (value > static_cast<std::uint8_t>(last_of(Field{}))) {
                return fail("a word that there is not");
            }
            field = static_cast<Field>(value);
        } else if constexpr (std::integral<Field>) {
            field = static_cast<Field>(number(sizeof(Field)));
        } else if constexpr (archived::is_text<Field> || std::same_as<Field, std::string>) {
            take_text(field);
        } else if constexpr (archived::is_optional<Field>) {
            bool there = false;
            take(there);
            field.reset();
            if (there) take(field.emplace());
        } else if constexpr (archived::is_pair<Field>) {
            (*this)(field.first, field.second);
        } else {
            static_assert(archived::is_list<Field>, "say how this is archived");
            std::uint64_t rows = 0;
            take(rows);
            field.clear();
            // one at a time: a damaged length must not take the memory of the machine
            for (std::uint64_t i = 0; i < rows && !error_; ++i) take(field.emplace_back());
        }
    }

    template <class Text> void take_text(Text& field) {
        const std::string_view text = next(number(4));
        if constexpr (archived::is_text<Text>) {
            if (!Text::fits(text)) return fail("a text that is too long");
        }
        field = Text(text);
    }

    std::string_view bytes_;
    std::size_t instruments_;
    std::size_t at_ = 0;
    std::optional<Error> error_;
};

} // namespace lockstep

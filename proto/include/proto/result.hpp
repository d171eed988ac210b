// Expected trouble is a value: what went wrong, in words that name the place.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace lockstep {

struct Error {
    std::string what;
    bool operator==(const Error&) const = default;
};

template <class T> using Result = std::expected<T, Error>;

inline std::unexpected<Error> failure(std::string what) {
    return std::unexpected(Error{std::move(what)});
}

} // namespace lockstep

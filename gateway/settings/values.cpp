#include "settings/values.hpp"

#include "settings/line.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>

namespace lockstep {

namespace {

constexpr std::size_t identifier_bytes_max = 64;
constexpr std::size_t symbol_bytes_max = 32;
constexpr std::size_t host_bytes_max = 253;
constexpr int ratio_max = 1'000'000;
constexpr int ratio_decimals_max = 6;
constexpr std::int64_t port_max = 65'535;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_visible(char c) { return c > ' ' && c < 0x7f; }

// Decimals that count: "0.500" has one.
int decimals(Decimal value) {
    while (value.scale > 0 && value.mantissa % 10 == 0) {
        value.mantissa /= 10;
        --value.scale;
    }
    return value.scale;
}

// Two digits at the front of `text` that make a number below `limit`, taken off it.
std::optional<int> take_two_digits(std::string_view& text, int limit) {
    if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
    const int number = (text[0] - '0') * 10 + (text[1] - '0');
    text.remove_prefix(2);
    return number < limit ? std::optional(number) : std::nullopt;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

// HH:MM or HH:MM:SS to seconds after midnight.
std::optional<int> time_of_day(std::string_view text, bool seconds_required) {
    const auto hour = take_two_digits(text, 24);
    if (!hour || !take(text, ':')) return std::nullopt;
    const auto minute = take_two_digits(text, 60);
    if (!minute) return std::nullopt;
    const int start = (*hour * 60 + *minute) * 60;
    if (text.empty()) return seconds_required ? std::nullopt : std::optional(start);
    if (!take(text, ':')) return std::nullopt;
    const auto second = take_two_digits(text, 60);
    return second && text.empty() ? std::optional(start + *second) : std::nullopt;
}

} // namespace

Result<bool> read_boolean(std::string_view text) {
    if (text == "Y") return true;
    if (text == "N") return false;
    return failure("is neither Y nor N; write one of the two, in capitals");
}

Result<std::int64_t> read_whole(std::string_view text) {
    constexpr std::size_t digits_max = 18;
    if (text.empty() || text.size() > digits_max || !std::ranges::all_of(text, is_digit)) {
        return failure("is not a whole number; write digits alone, without sign or unit");
    }
    std::int64_t number = 0;
    for (const char c : text) number = number * 10 + (c - '0');
    return number;
}

Result<Duration> read_seconds(std::string_view text) {
    constexpr int decimals_max = 9;
    constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;
    const auto value = Decimal::parse(text);
    if (!value || value->mantissa < 0) {
        return failure("is not a time in seconds; write a number alone, such as 0.5");
    }
    if (decimals(*value) > decimals_max) {
        return failure("has more than nine decimals; write a shorter number of seconds");
    }
    const Ratio nanoseconds = Ratio(*value);
    const Int128 total =
        Int128{nanoseconds.numerator()} * nanoseconds_per_second / nanoseconds.denominator();
    constexpr Int128 most = Int128{86'400'000} * nanoseconds_per_second; // 1,000 days
    if (total > most) return failure("is too long a time; write seconds, without a unit");
    return Duration(static_cast<std::int64_t>(total));
}

Result<int> read_time_of_day(std::string_view text) {
    if (const auto second = time_of_day(text, true)) return *second;
    if (text == "24:00:00") {
        return failure("is not a time of day; write 00:00:00 for midnight");
    }
    return failure("is not a time of day; write HH:MM:SS from 00:00:00 to 23:59:59");
}

Result<int> read_minute(std::string_view text) {
    if (const auto second = time_of_day(text, false)) return *second;
    return failure("is not a time of day; write HH:MM from 00:00 to 23:59");
}

Result<int> read_weekday(std::string_view text) {
    constexpr std::array<std::string_view, 7> days = {"sunday",   "monday", "tuesday", "wednesday",
                                                      "thursday", "friday", "saturday"};
    std::string lower(text);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (lower.size() >= 2 && days[i].starts_with(lower)) return static_cast<int>(i);
    }
    return failure("is not a day of the week; write it in English, such as mon or monday");
}

Result<DailyTime> read_daily_time(std::string_view text) {
    const auto blank = text.find_first_of(" \t");
    const auto second = time_of_day(text.substr(0, blank), false);
    if (!second || blank == text.npos) {
        return failure("is not a time somewhere; write HH:MM ZONE, such as 17:00 America/Chicago");
    }
    const auto zone = read_zone(trimmed(text.substr(blank)));
    if (!zone) return std::unexpected(zone.error());
    return DailyTime{*second, *zone};
}

Result<std::string> read_zone(std::string_view text) {
    if (!is_known_zone(text)) {
        return failure("names no time zone that this system knows; write a name such as "
                       "America/Chicago or UTC");
    }
    return std::string(text);
}

Result<std::string> read_ip(std::string_view text) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    const std::string copy(text);
    if (inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1) return copy;
    if (inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) return copy;
    return failure("is not an IP address; write one such as 127.0.0.1");
}

Result<std::string> read_host(std::string_view text) {
    if (read_ip(text)) return std::string(text);
    const bool is_name = text.size() <= host_bytes_max && std::ranges::all_of(text, [](char c) {
                             return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ||
                                    c == '.' || c == '_';
                         });
    if (!is_name)
        return failure("is neither a host name nor an address; write one, without a port");
    return std::string(text);
}

Result<Endpoint> read_address(std::string_view text) {
    const auto refuse = [] {
        return failure("is not HOST:PORT; write an address such as 127.0.0.1:8080");
    };
    const auto colon = text.rfind(':');
    if (colon == text.npos) return refuse();
    std::string_view host = text.substr(0, colon);
    const bool in_brackets = host.starts_with('[') && host.ends_with(']');
    if (in_brackets) host = host.substr(1, host.size() - 2);
    if (host.empty() || (!in_brackets && host.contains(':')) || !read_host(host)) return refuse();
    const auto port = read_whole(text.substr(colon + 1));
    if (!port || *port > port_max) return refuse();
    return Endpoint{std::string(host), static_cast<std::uint16_t>(*port)};
}

Result<Ratio> read_ratio(std::string_view text) {
    const auto value = Decimal::parse(text);
    if (!value) return failure("is not a number; write digits with at most one point, such as 0.5");
    if (value->mantissa < 0) return failure("is below zero; write a number above zero");
    if (decimals(*value) > ratio_decimals_max) {
        return failure("has more than six decimals; round it to six");
    }
    const Ratio ratio(*value);
    if (ratio > Ratio(ratio_max, 1)) {
        return failure("is above 1000000; write a number of at most 1000000");
    }
    return ratio;
}

Result<CountIn> read_count_in(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == text.npos) return failure("is not COUNT/SECONDS; write it like 5/10");
    const auto count = read_whole(text.substr(0, slash));
    const auto window = read_seconds(text.substr(slash + 1));
    constexpr std::int64_t count_max = 1000;
    constexpr Duration window_max = Duration::seconds(3600);
    if (!count || !window || *count < 1 || *count > count_max || *window <= Duration(0) ||
        *window > window_max) {
        return failure("is not COUNT/SECONDS; write a count from 1 to 1000 and a time of at most "
                       "3600 seconds, like 5/10");
    }
    return CountIn{static_cast<int>(*count), *window};
}

Result<std::vector<std::string>> read_list(std::string_view text) {
    std::vector<std::string> words;
    bool after_comma = true; // a comma needs a word on both sides
    while (!(text = trimmed(text)).empty()) {
        if (text.front() == ',') {
            if (after_comma) break;
            after_comma = true;
            text.remove_prefix(1);
            continue;
        }
        const auto end = text.find_first_of(", \t");
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(end == text.npos ? text.size() : end);
        after_comma = false;
    }
    if (after_comma) return failure("has a comma without a word beside it; remove the comma");
    return words;
}

Result<std::vector<MapRow>> read_instrument_map(std::string_view text) {
    const auto words = read_list(text);
    if (!words) return std::unexpected(words.error());
    std::vector<MapRow> rows;
    for (const std::string& word : *words) {
        const std::string_view row = word;
        const auto colon = row.find(':');
        const auto star = row.find('*');
        const std::string_view leader = row.substr(0, colon);
        const std::string_view rest = colon == row.npos ? "" : row.substr(colon + 1);
        const std::string_view follower = rest.substr(0, rest.find('*'));
        if (!read_symbol(leader) || !read_symbol(follower)) {
            return failure("has " + word.substr(0, symbol_bytes_max) +
                           " where a mapping should stand; write LEADER:FOLLOWER*FACTOR, such as "
                           "ES:MES*10");
        }
        Ratio factor(1, 1);
        if (star != row.npos) {
            const auto given = read_ratio(row.substr(star + 1));
            if (!given || *given == Ratio(0, 1)) {
                return failure("has a factor that is no number above zero and up to 1000000 with "
                               "at most six decimals; write it like ES:MES*10");
            }
            factor = *given;
        }
        rows.push_back({std::string(leader), std::string(follower), factor});
    }
    return rows;
}

Result<std::vector<SymbolWeight>> read_symbol_weights(std::string_view text) {
    const auto words = read_list(text);
    if (!words) return std::unexpected(words.error());
    std::vector<SymbolWeight> weights;
    for (const std::string& word : *words) {
        const auto colon = word.find(':');
        const auto symbol = read_symbol(std::string_view(word).substr(0, colon));
        const auto weight =
            read_ratio(colon == word.npos ? "" : std::string_view(word).substr(colon + 1));
        if (!symbol || !weight || *weight == Ratio(0, 1) || *weight > Ratio(1000, 1) ||
            10'000 % weight->denominator() != 0) {
            return failure("is not a list of SYMBOL:WEIGHT with weights above 0, up to 1000, of "
                           "four decimals; write it like MES:0.1,ES:1");
        }
        weights.emplace_back(*symbol, *weight);
    }
    return weights;
}

Result<std::string> read_identifier(std::string_view text) {
    if (text.size() > identifier_bytes_max) return failure("is longer than 64 bytes; shorten it");
    if (!std::ranges::all_of(text, is_visible)) {
        return failure("holds a blank or a sign outside ASCII; use visible ASCII signs alone");
    }
    return std::string(text);
}

Result<std::string> read_symbol(std::string_view text) {
    const bool good = !text.empty() && text.size() <= symbol_bytes_max &&
                      std::ranges::all_of(text, is_visible) &&
                      text.find_first_of(":*,") == text.npos;
    if (!good) {
        return failure(
            "is not a symbol; use at most 32 visible ASCII signs, none of them : * or ,");
    }
    return std::string(text);
}

} // namespace lockstep

// FIX messages as tests write them: `|` for SOH, the length and the checksum put in.
#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

namespace lockstep::wire {

// "35=0|34=2|" as bytes with SOHs.
inline std::string bytes(std::string_view text) {
    std::string out(text);
    std::replace(out.begin(), out.end(), '|', '\x01');
    return out;
}

// "10=ddd|" for what comes before it.
inline std::string trailer(std::string_view before) {
    unsigned sum = 0;
    for (const char c : before) sum += static_cast<unsigned char>(c);
    char text[8];
    std::snprintf(text, sizeof text, "10=%03u\x01", sum % 256U);
    return text;
}

// A whole message of these body fields, its 9= as stated and its 10= right.
inline std::string with_length(std::string_view body, std::string_view stated_length,
                               std::string_view begin_string = "FIX.4.4") {
    std::string out =
        bytes("8=" + std::string(begin_string) + "|9=" + std::string(stated_length) + "|") +
        bytes(body);
    return out + trailer(out);
}

// A whole message of these body fields: "35=0|34=2|49=A|56=B|52=...|".
inline std::string message(std::string_view body, std::string_view begin_string = "FIX.4.4") {
    return with_length(body, std::to_string(body.size()), begin_string);
}

} // namespace lockstep::wire

#include "console/gatekeeper.hpp"

#include <algorithm>
#include <cctype>

namespace lockstep {

namespace {

bool is_same_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) ==
               std::tolower(static_cast<unsigned char>(y));
    });
}

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// 127.0.0.0/8, in four plain numbers.
bool is_loopback_v4(std::string_view name) {
    if (!name.starts_with("127.")) return false;
    int parts = 1;
    std::size_t digits = 0;
    for (const char c : name) {
        if (c == '.') {
            if (digits == 0) return false;
            ++parts;
            digits = 0;
        } else if (c < '0' || c > '9' || ++digits > 3) {
            return false;
        }
    }
    return parts == 4 && digits > 0;
}

// The name of "name:port", "name" or "[::1]:port"; empty when the port is none.
std::string_view name_of(std::string_view host) {
    const std::size_t after = host.starts_with('[') ? host.find(']') : 0;
    if (after == std::string_view::npos) return {};
    const std::size_t colon = host.find(':', after);
    if (colon == std::string_view::npos) return host;
    return all_digits(host.substr(colon + 1)) ? host.substr(0, colon) : std::string_view();
}

// Not the port: a tunnel may have another one at its near end.
bool is_loopback_host(std::string_view host) {
    const std::string_view name = name_of(host);
    return is_same_word(name, "localhost") || name == "[::1]" || is_loopback_v4(name);
}

bool is_own_origin(std::string_view origin, std::string_view host) {
    constexpr std::string_view scheme = "http://";
    return origin.starts_with(scheme) && is_same_word(origin.substr(scheme.size()), host);
}

} // namespace

bool is_same_secret(std::string_view secret, std::string_view given) {
    std::size_t differs = secret.size() ^ given.size();
    for (std::size_t i = 0; i < secret.size(); ++i) {
        const char other = given.empty() ? '\0' : given[i % given.size()];
        differs |= static_cast<unsigned char>(secret[i] ^ other);
    }
    return differs == 0;
}

std::optional<Turned> turn_away(const RequestOrigin& request, std::string_view token) {
    if (!is_loopback_host(request.host)) {
        return Turned{403, "the Host is not this machine; ask for localhost"};
    }
    if (!request.origin.empty() && !is_own_origin(request.origin, request.host)) {
        return Turned{403, "pages of other sites may not ask"};
    }
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view given = request.authorization;
    if (given.size() < scheme.size() || !is_same_word(given.substr(0, scheme.size()), scheme)) {
        return Turned{401, "a token is needed: Authorization: Bearer TOKEN, with the text of the "
                           "file \"token\" in the DataDirectory"};
    }
    if (!is_same_secret(token, given.substr(scheme.size()))) {
        return Turned{401, "the token is not that of the file \"token\" in the DataDirectory"};
    }
    return std::nullopt;
}

} // namespace lockstep

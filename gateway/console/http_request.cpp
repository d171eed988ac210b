#include "console/http_request.hpp"

#include "console/gatekeeper.hpp"

#include <cstdint>
#include <utility>

namespace lockstep {

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

} // namespace

void set_bounds(HttpParser& parser, const ConsoleLimits& limits) {
    parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
    parser.body_limit(limits.body_bytes_max);
}

std::size_t buffer_bytes_max(const ConsoleLimits& limits) {
    return limits.header_bytes_max + limits.body_bytes_max;
}

std::optional<Answer> answer_to(const beast::error_code& error) {
    if (error == http::error::body_limit) {
        return error_answer(413, "the body is too large");
    }
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
        return error_answer(431, "the header is too large");
    }
    const bool malformed = error.category() == make_error_code(http::error::bad_method).category();
    if (malformed && error != http::error::end_of_stream && error != http::error::partial_message) {
        return error_answer(400, "this is no HTTP request: " + error.message());
    }
    return std::nullopt;
}

std::optional<Answer> answer_to_header(const HttpParser& parser) {
    if (!parser.chunked()) return std::nullopt;
    return error_answer(411, "a body comes whole, with its Content-Length, not in chunks");
}

std::expected<ConsoleRequest, RefusedRequest> judge(const HttpRequest& request,
                                                    std::string_view token) {
    const RequestOrigin origin{view(request[http::field::host]), view(request[http::field::origin]),
                               view(request[http::field::authorization])};
    if (const auto turned = turn_away(origin, token)) {
        return std::unexpected(RefusedRequest{error_answer(turned->status, turned->why), true});
    }
    auto understood =
        understand(view(request.method_string()), view(request.target()), request.body());
    if (understood) return *std::move(understood);
    Answer answer = error_answer(understood.error().status, understood.error().why);
    answer.allow = understood.error().allow;
    return std::unexpected(RefusedRequest{std::move(answer), false});
}

} // namespace lockstep

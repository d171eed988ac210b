// From the bytes of an HTTP request to what it asks for, or to the answer that refuses it: all of a
// connection's work that needs no connection.
#pragma once

#include "console/answers.hpp"
#include "console/route.hpp"
#include "console/server.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <expected>
#include <optional>
#include <string_view>

namespace lockstep {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpParser = boost::beast::http::request_parser<boost::beast::http::string_body>;

// Holds the parser to the bounds of header and body.
void set_bounds(HttpParser& parser, const ConsoleLimits& limits);
// What a request may need of the buffer that is read into.
std::size_t buffer_bytes_max(const ConsoleLimits& limits);

// The answer to bytes that are no whole request: 400, 413 or 431. Nothing when there is nobody to
// answer, because the connection is gone or was too slow.
std::optional<Answer> answer_to(const boost::beast::error_code& error);

// The answer to a header whose body is not to be read: 411 for one in chunks. No client needs them,
// and Beast's reader of chunks ends the process over some.
std::optional<Answer> answer_to_header(const HttpParser& parser);

struct RefusedRequest {
    Answer answer;
    bool hangs_up = false; // whoever is turned away at the door asks nothing more
};

// Who asks, and for what: turned away without the token or from another site, then understood.
std::expected<ConsoleRequest, RefusedRequest> judge(const HttpRequest& request,
                                                    std::string_view token);

} // namespace lockstep

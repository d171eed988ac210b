// The console's requests: any bytes on a connection, in any pieces. Each request is understood or
// refused with a status and a JSON text, whatever the pieces; nothing is done without the token.
#include "console/http_request.hpp"

#include "fuzz/target.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <vector>

namespace lockstep::fuzz {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::string_view token = "t0ken";
constexpr std::size_t requests_max = 8;

// The bytes of a connection, at most `piece` of them at a time.
class Wire {
  public:
    Wire(std::string_view bytes, std::size_t piece) : bytes_(bytes), piece_(piece) {}

    template <class Buffers>
    std::size_t read_some(const Buffers& buffers, beast::error_code& error) {
        const std::size_t size = boost::asio::buffer_copy(
            buffers, boost::asio::buffer(bytes_.data(), std::min(piece_, bytes_.size())));
        bytes_.remove_prefix(size);
        error = {};
        if (size == 0 && boost::asio::buffer_size(buffers) > 0) error = boost::asio::error::eof;
        return size;
    }
    template <class Buffers> std::size_t read_some(const Buffers& buffers) {
        beast::error_code error;
        const std::size_t size = read_some(buffers, error);
        if (error) throw beast::system_error(error);
        return size;
    }

  private:
    std::string_view bytes_;
    std::size_t piece_;
};

// What came of one request: what it asks for, or the status and text of the answer.
struct Outcome {
    std::string text;
    unsigned status = 0;
    bool operator==(const Outcome&) const = default;
};

Outcome refused(const Answer& answer) {
    promise(answer.status >= 400 && answer.status < 500, "a refusal is the asker's fault");
    boost::system::error_code error;
    const auto body = boost::json::parse(answer.body, error);
    promise(!error && body.is_object() && body.as_object().contains("error"),
            "a refusal says why, in JSON");
    return {answer.body, answer.status};
}

Outcome asked(const ConsoleRequest& request) {
    if (std::holds_alternative<StatusQuestion>(request)) return {"status", 0};
    const auto& action = std::get<ConsoleAction>(request);
    const auto& reason = std::visit([](const auto& one) -> auto& { return one.reason; }, action);
    promise(!reason.empty() && reason.size() <= reason_size_max, "an action has a reason");
    if (const auto* accounts = std::get_if<AccountsAction>(&action)) {
        // What the engine says of a name that it does not know must be JSON as well.
        ActionOutcome unknown;
        unknown.kind = ActionOutcome::Kind::unknown_name;
        unknown.text = "there is no account \"" + accounts->name + "\"";
        (void)refused(outcome_answer(unknown));
        promise((accounts->scope == ActionScope::all) == accounts->name.empty() ||
                    accounts->scope != ActionScope::all,
                "all accounts have no name");
    }
    return {reason, 0};
}

// As a connection of the console reads: requests one after the other, until one hangs up.
std::vector<Outcome> read(std::string_view bytes, std::size_t piece) {
    const ConsoleLimits limits;
    Wire wire(bytes, piece);
    beast::flat_buffer buffer(buffer_bytes_max(limits));
    std::vector<Outcome> outcomes;
    while (outcomes.size() < requests_max) {
        HttpParser parser;
        set_bounds(parser, limits);
        beast::error_code error;
        http::read_header(wire, buffer, parser, error);
        if (!error) {
            if (const auto answer = answer_to_header(parser)) {
                outcomes.push_back(refused(*answer));
                break;
            }
            http::read(wire, buffer, parser, error);
        }
        if (error) {
            // No outcome: how soon bytes are seen to be no request depends on how many there are.
            if (const auto answer = answer_to(error)) (void)refused(*answer);
            break;
        }
        const HttpRequest request = parser.release();
        const auto judged = judge(request, token);
        outcomes.push_back(judged ? asked(*judged) : refused(judged.error().answer));
        if (judged) {
            promise(request[http::field::authorization].ends_with(token),
                    "nothing is asked without the token");
        } else if (judged.error().hangs_up) {
            break;
        }
        if (!request.keep_alive()) break;
    }
    return outcomes;
}

} // namespace
} // namespace lockstep::fuzz

// One byte says how large the pieces are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lockstep::fuzz;
    std::string_view bytes = text_of(data, size);
    const std::size_t piece = std::size_t{1} + take_byte(bytes);
    const auto whole = read(bytes, bytes.size() + 1);
    // Where a bound is hit, the pieces may decide which of two bounds speaks first.
    const bool is_small = bytes.size() < lockstep::ConsoleLimits{}.header_bytes_max;
    const auto in_pieces = read(bytes, piece);
    promise(!is_small || whole == in_pieces, "the pieces change nothing");
    return 0;
}

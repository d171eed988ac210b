#include "console/http_connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <utility>

namespace lockstep {

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

constexpr std::chrono::milliseconds drain_time_max{1'000};
constexpr std::size_t drain_step_bytes = 4096;

} // namespace

HttpConnection::HttpConnection(boost::asio::ip::tcp::socket socket, const ConsoleRoom& room)
    : stream_(std::move(socket)), room_(room), buffer_(buffer_bytes_max(room.limits)),
      answer_timer_(stream_.get_executor()) {}

void HttpConnection::read() {
    parser_.emplace();
    set_bounds(*parser_, room_.limits);
    waiting_ = true;
    stream_.expires_after(room_.limits.request_time_max);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                                self->on_header(error);
                            });
}

void HttpConnection::on_header(beast::error_code error) {
    if (error) return refuse_to_read(answer_to(error));
    if (const auto answer = answer_to_header(*parser_)) return refuse_to_read(answer);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](beast::error_code failed, std::size_t) {
                         self->on_read(failed);
                     });
}

void HttpConnection::refuse_to_read(const std::optional<Answer>& answer) {
    waiting_ = false;
    keep_alive_ = false;
    if (answer) {
        write(*answer);
    } else {
        close();
    }
}

void HttpConnection::on_read(beast::error_code error) {
    if (error) return refuse_to_read(answer_to(error));
    waiting_ = false;
    const HttpRequest request = parser_->release();
    keep_alive_ = request.keep_alive();
    handle(request);
}

void HttpConnection::handle(const HttpRequest& request) {
    auto asked = judge(request, room_.token);
    if (!asked) {
        if (asked.error().hangs_up) keep_alive_ = false;
        write(asked.error().answer);
    } else if (std::holds_alternative<StatusQuestion>(*asked)) {
        ask_status();
    } else {
        ask_action(std::get<ConsoleAction>(std::move(*asked)));
    }
}

// The engine's answers hold the connection weakly: one that has gone meanwhile gets none.
void HttpConnection::ask_status() {
    const std::uint64_t number = wait_for_engine();
    room_.hooks.status([weak = weak_from_this(), number](StatusPrinter print) {
        const auto self = weak.lock();
        if (!self) return;
        boost::asio::post(self->stream_.get_executor(), [self, number, print = std::move(print)] {
            if (number == self->open_) self->answer_once(number, Answer{200, print(), {}});
        });
    });
}

void HttpConnection::ask_action(ConsoleAction action) {
    const std::uint64_t number = wait_for_engine();
    room_.hooks.act(std::move(action), [weak = weak_from_this(), number](ActionOutcome outcome) {
        const auto self = weak.lock();
        if (!self) return;
        boost::asio::post(self->stream_.get_executor(),
                          [self, number, outcome = std::move(outcome)] {
                              self->answer_once(number, outcome_answer(outcome));
                          });
    });
}

std::uint64_t HttpConnection::wait_for_engine() {
    open_ = ++asked_;
    answer_timer_.expires_after(room_.limits.answer_time_max);
    answer_timer_.async_wait([self = shared_from_this(), number = open_](beast::error_code error) {
        if (error) return;
        self->answer_once(number,
                          error_answer(504, "the engine has not answered yet; an action may "
                                            "still take effect, so look at the status"));
    });
    return open_;
}

void HttpConnection::answer_once(std::uint64_t number, const Answer& answer) {
    if (number != open_) return; // too late
    open_ = 0;
    answer_timer_.cancel();
    write(answer);
}

void HttpConnection::write(const Answer& answer) {
    response_ = Response{static_cast<http::status>(answer.status), 11};
    response_.set(http::field::content_type, "application/json");
    response_.set(http::field::cache_control, "no-store");
    response_.set("X-Content-Type-Options", "nosniff");
    if (answer.status == 401) response_.set(http::field::www_authenticate, "Bearer");
    if (!answer.allow.empty()) response_.set(http::field::allow, answer.allow);
    response_.keep_alive(keep_alive_);
    response_.body() = answer.body + "\n";
    response_.prepare_payload();
    stream_.expires_after(room_.limits.write_time_max);
    http::async_write(stream_, response_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                          if (error || !self->keep_alive_) {
                              self->close();
                          } else {
                              self->read();
                          }
                      });
}

// Half first, and what still comes is read away for a while: closing with bytes unread would take
// the answer back.
void HttpConnection::close() {
    beast::error_code ignored;
    stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    stream_.expires_after(drain_time_max);
    drain();
}

void HttpConnection::drain() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(drain_step_bytes),
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                                if (!error) self->drain();
                            });
}

void HttpConnection::cut() {
    open_ = 0;
    answer_timer_.cancel();
    stream_.close();
}

} // namespace lockstep

#include "fix/message_head.hpp"

namespace lockstep {

namespace {

constexpr std::size_t type_tag = 3;   // "35="
constexpr std::size_t number_tag = 3; // "34="

std::size_t digits(int number) {
    std::size_t count = 1;
    while (number /= 10) ++count;
    return count;
}

} // namespace

MessageHead::MessageHead(std::string_view begin_string, std::string_view sender_comp_id,
                         std::string_view target_comp_id, int decimals)
    : begin_("8=" + std::string(begin_string) + "\x01" + "9="),
      sender_("\x01"
              "49=" +
              std::string(sender_comp_id) + "\x01" + "52="),
      target_("\x01"
              "56=" +
              std::string(target_comp_id) + "\x01"),
      time_(decimals) {}

const std::string& MessageHead::complete(std::string_view msg_type, int msg_seq_num,
                                         Timestamp sending_time, const SummedText& body) {
    const std::string_view time = time_.at(sending_time);
    // all between 9 and 10, their separators included
    const std::size_t length = type_tag + msg_type.size() + 1 + number_tag + digits(msg_seq_num) +
                               sender_.size() + time.size() + target_.size() + body.size();
    text_.clear();
    text_.add(begin_)
        .add_number(static_cast<std::int64_t>(length))
        .add("\x01"
             "35=")
        .add(msg_type);
    text_
        .add("\x01"
             "34=")
        .add_number(msg_seq_num)
        .add(sender_)
        .add(time)
        .add(target_)
        .add(body);
    text_.close();
    return text_.text();
}

} // namespace lockstep

#include "front/session_store.hpp"

namespace lockstep::sim {

bool SessionStore::set(int number, const std::string& message) {
    if (messages_max_ == 0) return true;
    if (!messages_.empty() && messages_.back().first >= number) messages_.clear();
    messages_.emplace_back(number, message);
    if (messages_.size() > messages_max_) messages_.pop_front();
    return true;
}

void SessionStore::get(int first, int last, std::vector<std::string>& out) const {
    out.clear();
    for (const auto& [number, message] : messages_) {
        if (number >= first && number <= last) out.push_back(message);
    }
}

std::string SessionStore::find(int number) const {
    for (auto one = messages_.rbegin(); one != messages_.rend(); ++one) {
        if (one->first == number) return one->second;
    }
    return "";
}

void SessionStore::reset() {
    messages_.clear();
    next_sender_ = 1;
    next_target_ = 1;
}

} // namespace lockstep::sim

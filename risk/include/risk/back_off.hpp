// How long to wait after a refusal before the next try: twice as long each time.
#pragma once

#include "proto/values.hpp"

#include <algorithm>

namespace lockstep {

class BackOff {
  public:
    // A refusal at `now`. After ten quiet seconds the count begins anew.
    void refuse(Timestamp now, Duration first = Duration::milliseconds(500)) {
        forget_if_quiet(now);
        const int doublings = std::min(refusals_, doublings_max);
        until_ = now + Duration(first.ns << doublings);
        ++refusals_;
    }
    // Something that worked had ended: the first time the next try goes at once, in a row it waits.
    void lose(Timestamp now) {
        forget_if_quiet(now);
        if (lost_) return refuse(now);
        lost_ = true;
        until_ = now;
    }
    void succeed() { *this = BackOff(); }

    bool waits(Timestamp now) const { return now < until_; }
    Timestamp until() const { return until_; }

    static void fields(auto& self, auto& archive) {
        archive(self.refusals_, self.lost_, self.until_);
        archive.check([&] { return self.refusals_ >= 0; }, "a count below zero");
    }

  private:
    static constexpr int doublings_max = 6; // 32 s when the first wait is half a second

    void forget_if_quiet(Timestamp now) {
        if (now - until_ > Duration::seconds(10)) *this = BackOff();
    }

    int refusals_ = 0;
    bool lost_ = false;
    Timestamp until_;
};

} // namespace lockstep

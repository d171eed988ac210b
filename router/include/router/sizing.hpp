// How many contracts a follower should hold for what the leader holds: the target T(P).
#pragma once

#include "proto/values.hpp"
#include "router/config.hpp"

#include <optional>

namespace lockstep {

// One follower's sizing on one instrument with all its inputs fixed: value, balances, map factor
// and cap. Made when the leader is flat and kept until it is flat again or changes side, so that
// neither a result nor a reload resizes an open position.
class Sizer {
  public:
    // Sizes everything to nothing: for what cannot be sized (no balance known).
    Sizer() = default;
    // `cap` is MaxContracts / ContractWeight of the follower's instrument. Gives nothing when the
    // sizing needs a balance that is not there, not above zero, or past a thousand million (which
    // settings refuse too, but brokers may tell).
    static std::optional<Sizer> make(const Sizing& sizing, Ratio factor,
                                     std::optional<Money> follower_balance,
                                     std::optional<Money> leader_balance, Quantity cap);

    // |T| for a leader that holds `held` lots and held at most `peak` since it was last flat or
    // changed side. Positions past a thousand million lots count as that many.
    Quantity size(Quantity held, Quantity peak) const;
    bool clips(Quantity held, Quantity peak) const; // the cap, not the sizing, set `size`

    static void fields(auto& self, auto& archive) {
        archive(self.by_peak_, self.numerator_, self.denominator_, self.rounding_, self.cap_);
        archive.check([&] { return self.denominator_ > 0; }, "a sizing by nothing");
    }

  private:
    std::int64_t uncapped(Quantity held, Quantity peak) const;

    bool by_peak_ = false; // fixed: a share of the leader's peak
    Int128 numerator_ = 0; // contracts per leader contract; for fixed: contracts at the peak
    Int128 denominator_ = 1;
    Rounding rounding_ = Rounding::down;
    Quantity cap_;
};

// T as a function of any position that the leader might have next, seen from where it is now.
struct TargetCurve {
    Sizer sizer;
    Position now;  // the leader's position
    Quantity peak; // largest |P| on this side

    // T(p): the sign of p, T(0) = 0.
    Position target(Position p) const;
    Position target() const { return target(now); }
};

} // namespace lockstep

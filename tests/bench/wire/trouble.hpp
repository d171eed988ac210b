// One follower, or a client of the console, makes trouble: what it does to the others.
#pragma once

#include <iosfwd>

namespace lockstep::bench {

// Rounds without trouble and with each kind of it take turns, with a hundred followers. Prints the
// others' times and their ratio to those without.
void measure_trouble(int rounds, std::ostream& out);

} // namespace lockstep::bench

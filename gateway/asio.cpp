// Boost.Asio's and Boost.Beast's function bodies, compiled once for every target.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>

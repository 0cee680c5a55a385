"""The catalogue of Kaiserslautern: which table becomes what."""
